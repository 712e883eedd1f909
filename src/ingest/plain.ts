/** Checks of the fast roads `plain-line.ts` and `plain-event.ts`: each takes only what the contract takes. */

const ID_MAX = 256;

/** More characters than a plain fact can have: its fields and their names, each at its longest. */
export const PLAIN_MAX = 8_192;

export function onlyFields(row: Readonly<Record<string, unknown>>, fields: ReadonlySet<string>): boolean {
  for (const name in row) if (!fields.has(name)) return false;
  return true;
}

/** As `SourceId`. */
export function isId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > ID_MAX) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 32 || code === 127) return false;
  }
  return true;
}

export const isNullableId = (value: unknown): value is string | null => value === null || isId(value);

export const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max;

/** As `MinorAmount`. */
export const isAmount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export function isCurrency(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 3) return false;
  for (let i = 0; i < 3; i++) {
    const code = value.charCodeAt(i);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** `YYYY-MM-DDThh:mm:ssZ`, with or without milliseconds, on a day that every year has. */
export function isInstant(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const { length } = text;
  if (length === 24) {
    if (text.charCodeAt(19) !== 46 || two(text, 20) < 0 || two(text, 21) < 0) return false;
  } else if (length !== 20) return false;
  const month = two(text, 5);
  const day = two(text, 8);
  return (
    text.charCodeAt(length - 1) === 90 &&
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    two(text, 0) >= 0 &&
    two(text, 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= DAYS[month]! &&
    two(text, 11) >= 0 &&
    two(text, 11) <= 23 &&
    two(text, 14) >= 0 &&
    two(text, 14) <= 59 &&
    two(text, 17) >= 0 &&
    two(text, 17) <= 59
  );
}

/** Days that the month has in every year. */
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number of two digits, or −1. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
