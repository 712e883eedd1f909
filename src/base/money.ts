import { GcError } from './errors.ts';

/** An amount in the currency's minor unit (cents, fen). Always an integer within ±(2^53 − 1). */
export type Minor = number & { readonly __unit: 'minor' };

/** Decimal places of a currency's minor unit (ISO 4217). */
export function exponentOf(currency: string): number {
  return EXPONENT[currency] ?? 2;
}

const EXPONENT: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/**
 * A decimal amount as minor units, rounded half away from zero. Exact for decimal text; for a binary
 * float the shortest decimal that prints it is taken, so 1.005 means 1.005.
 * @throws amount_unsafe when it does not fit 2^53 − 1; schema_mismatch when it is not a number
 */
export function toMinor(amount: number | string, currency: string): Minor {
  const text = typeof amount === 'number' ? decimalText(amount) : amount.trim();
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) {
    throw new GcError(
      'schema_mismatch',
      `An amount must be a decimal number, got ${JSON.stringify(amount)}.`,
    );
  }
  const exponent = exponentOf(currency);
  const fraction = (match[3] ?? '').padEnd(exponent + 1, '0');
  const digits = `${match[2] || '0'}${fraction.slice(0, exponent)}`;
  const up = fraction.charCodeAt(exponent) >= 53 ? 1 : 0;
  // Up to 15 digits are exact as a number, at a tenth of the cost.
  const units = digits.length <= 15 ? Number(digits) + up : BigInt(digits) + BigInt(up);
  if (units > Number.MAX_SAFE_INTEGER) {
    throw new GcError('amount_unsafe', `${text} ${currency} exceeds 2^53 − 1 minor units.`);
  }
  const value = Number(units);
  return (match[1] === '-' && value !== 0 ? -value : value) as Minor;
}

function decimalText(value: number): string {
  if (!Number.isFinite(value))
    throw new GcError('schema_mismatch', `An amount must be finite, got ${value}.`);
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/0+$/, '');
}

/**
 * Splits `total` in proportion to `weights` with largest remainders: the parts sum to the total exactly.
 * Ties go to the earlier part. All-zero weights split evenly.
 */
export function splitMinor(total: number, weights: readonly number[]): Minor[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((a, b) => a + b, 0);
  const w = sum > 0 ? weights : weights.map(() => 1);
  const base = sum > 0 ? sum : weights.length;
  const sign = total < 0 ? -1 : 1;
  const exact = w.map((x) => (Math.abs(total) * x) / base);
  const parts = exact.map(Math.floor);
  let rest = Math.abs(total) - parts.reduce((a, b) => a + b, 0);
  const order = exact
    .map((x, i) => [x - Math.floor(x), i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (let k = 0; rest > 0; k = (k + 1) % order.length, rest--) parts[order[k]![1]]!++;
  return parts.map((p) => (p === 0 ? 0 : sign * p) as Minor);
}
