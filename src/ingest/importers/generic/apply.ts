import { hash } from 'node:crypto';
import { GcError, toMinor } from '../../../base/index.ts';
import type { FactInput, FactKind } from '../../../contracts/index.ts';
import { ordinalId, type RefusedRow, refusedRow } from '../../face.ts';
import {
  type Condition,
  LEVEL_SEPARATOR,
  type Mapping,
  type Output,
  templateColumns,
  type Value,
} from './mapping.ts';
import { timeReader } from './times.ts';

/** Value of a column in one row. */
export type Cell = (column: string) => unknown;

/** Facts that one row gives, in an order that satisfies references; a row that cannot be read gives its refusal. */
export type RowMapper = (cell: Cell, raw: () => unknown, ordinal: number) => (FactInput | RefusedRow)[];

/** Kinds in the order that references need. */
const ORDER: readonly FactKind[] = [
  'category_tree',
  'merchant',
  'shop',
  'brand',
  'item',
  'variant',
  'offer',
  'account',
  'account_person',
  'order_line',
];
const ONCE: readonly FactKind[] = ['merchant', 'shop', 'brand', 'item', 'variant', 'account'];

type As = 'text' | 'number' | 'integer' | 'minor' | 'time' | 'boolean';

/** How a field is read where the mapping does not say. */
function defaultAs(field: string): As {
  if (field.endsWith('_minor')) return 'minor';
  if (field.endsWith('_at') || field === 'at' || field === 'valid_from') return 'time';
  if (field === 'member' || field === 'granted') return 'boolean';
  if (field === 'revision' || field === 'slot' || field === 'duration_ms') return 'integer';
  if (field === 'quantity' || field === 'unit_quantity' || field === 'fx_rate') return 'number';
  return 'text';
}

/** Turns a checked mapping into a function of a row. Everything that can be settled once is, before the first row. */
export function rowMapper(mapping: Mapping, document: string): RowMapper {
  const outputs = mapping.outputs
    .filter((output) => output.fact !== 'category_tree')
    .map((output, k) => ({ output, k }))
    .sort((a, b) => rank(a.output.fact) - rank(b.output.fact) || a.k - b.k)
    .map(({ output, k }) => outputMapper(output, k, mapping, document));
  return (cell, raw, ordinal) => {
    const facts: (FactInput | RefusedRow)[] = [];
    for (const map of outputs) {
      const fact = map(cell, raw, ordinal);
      if (fact) facts.push(fact);
    }
    return facts;
  };
}

const rank = (kind: FactKind): number => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1);

function outputMapper(output: Output, k: number, mapping: Mapping, document: string) {
  const skip = output.skip_when.map((condition) => conditionOf(condition, mapping));
  // What is dated has a history: its later rows are other facts.
  const once = output.once ?? (ONCE.includes(output.fact) && !('valid_from' in output.fields));
  const seen = new Set<string>();
  const { source_id, ...others } = output.fields;
  const readId = source_id === undefined ? null : valueReader('source_id', source_id, mapping);
  const currencyField = others.currency;
  const readCurrency =
    currencyField === undefined ? () => mapping.currency : valueReader('currency', currencyField, mapping);
  const hasCurrency = currencyField === undefined && mapping.currency !== undefined && bears(output.fact);
  const fields = Object.entries(others).map(
    ([name, value]) => [name, name.split('.'), valueReader(name, value, mapping)] as const,
  );
  return (cell: Cell, raw: () => unknown, ordinal: number): FactInput | RefusedRow | null => {
    let at = '';
    try {
      if (skip.some((test) => test(cell))) return null;
      at = 'source_id';
      const id = readId?.(cell, undefined) ?? null;
      if (readId !== null && id === null) {
        // An optional thing of a wide row (no coupon, no shop): absent, not wrong. Lines must say who they are.
        if (once) return null;
        throw new GcError('missing_source_id', 'The columns of source_id are empty.');
      }
      if (once && id !== null) {
        if (seen.has(String(id))) return null;
        seen.add(String(id));
      }
      const currency = readCurrency(cell, undefined) as string | null | undefined;
      const fact: Record<string, unknown> = {
        fact: output.fact,
        source_id: id === null ? `${ordinalId(document, ordinal)}${k === 0 ? '' : `/${k}`}` : String(id),
      };
      if (hasCurrency) fact.currency = mapping.currency;
      for (const [name, path, read] of fields) {
        at = name;
        const value = read(cell, currency ?? undefined);
        if (value === null) continue;
        if (path.length === 1) fact[name] = value;
        else {
          // `name.en`, `attributes.colour`: one level of an object.
          const inner = (fact[path[0]!] ?? {}) as Record<string, unknown>;
          inner[path.slice(1).join('.')] = value;
          fact[path[0]!] = inner;
        }
      }
      return fact as FactInput;
    } catch (error) {
      if (!(error instanceof GcError)) throw error;
      return refusedRow(error.code, error.message, raw(), `/${at}`);
    }
  };
}

const bears = (kind: FactKind): boolean =>
  ['offer', 'order_line', 'payment', 'refund', 'exchange'].includes(kind);

function nullTest(tokens: readonly string[]): (value: unknown) => boolean {
  const set = new Set(tokens);
  return (value) =>
    value === null || value === undefined || (typeof value === 'string' && set.has(value.trim()));
}

function conditionOf(condition: Condition, mapping: Mapping): (cell: Cell) => boolean {
  const isNull = nullTest(mapping.null_tokens);
  return (cell) => {
    const value = cell(condition.column);
    if (condition.empty !== undefined && isNull(value) !== condition.empty) return false;
    if (condition.in && !condition.in.includes(String(value ?? ''))) return false;
    if (condition.not_in?.includes(String(value ?? ''))) return false;
    if (condition.starts_with !== undefined && !String(value ?? '').startsWith(condition.starts_with))
      return false;
    if (condition.less_than !== undefined && !(numberOf(value, mapping) < condition.less_than)) return false;
    if (condition.greater_than !== undefined && !(numberOf(value, mapping) > condition.greater_than))
      return false;
    return true;
  };
}

type Reader = (cell: Cell, currency: string | undefined) => string | number | boolean | null;

function valueReader(field: string, value: Value, mapping: Mapping): Reader {
  const spec = typeof value === 'string' ? { column: value } : value;
  if (spec.const !== undefined) {
    const fixed = spec.const;
    return () => fixed;
  }
  const isNull = nullTest([...mapping.null_tokens, ...(spec.null_tokens ?? [])]);
  const get = getter(spec, isNull);
  const as = spec.as ?? defaultAs(field);
  const time = as === 'time' ? timeReader(spec.format ?? 'iso', spec.timezone ?? mapping.timezone) : null;
  return (cell, rowCurrency) => {
    const raw = get(cell);
    if (raw === null) return null;
    if (spec.map) {
      const mapped = spec.map[String(raw)] ?? spec.else;
      if (mapped === undefined) {
        throw new GcError(
          'schema_mismatch',
          `${JSON.stringify(raw)} is not in the map of ${field}: ${Object.keys(spec.map).join(', ')}.`,
        );
      }
      return mapped;
    }
    switch (as) {
      case 'text':
        return typeof raw === 'string' ? raw.trim() : String(raw);
      case 'time':
        return time!(raw);
      case 'boolean':
        return booleanOf(raw, field);
      case 'minor': {
        const currency = spec.currency ?? rowCurrency ?? mapping.currency;
        if (currency === undefined)
          throw new GcError('currency_mismatch', `No currency is known for ${field}.`);
        const text = typeof raw === 'number' ? raw : decimalText(String(raw), mapping);
        const minor = toMinor(text, currency);
        return spec.absolute ? Math.abs(minor) : minor;
      }
      default: {
        const number = numberOf(raw, mapping);
        if (!Number.isFinite(number) || (as === 'integer' && !Number.isSafeInteger(number))) {
          throw new GcError('schema_mismatch', `${field} must be a number, got ${JSON.stringify(raw)}.`);
        }
        return spec.absolute ? Math.abs(number) : number;
      }
    }
  };
}

function getter(
  spec: Exclude<Value, string>,
  isNull: (value: unknown) => boolean,
): (cell: Cell) => string | number | boolean | null {
  if (spec.column !== undefined) {
    const column = spec.column;
    return (cell) => {
      const value = cell(column);
      if (isNull(value)) return null;
      return typeof value === 'bigint' ? String(value) : (value as string | number | boolean);
    };
  }
  if (spec.path !== undefined) {
    const levels = spec.path;
    return (cell) => pathOf(cell, levels, isNull).at(-1) ?? null;
  }
  const template = spec.template ?? '';
  const columns = templateColumns(template);
  return (cell) => {
    let text = template;
    for (const column of columns) {
      const value = cell(column);
      if (isNull(value)) return null;
      text = text.replace(`{${column}}`, () => String(value));
    }
    return text;
  };
}

/** Ids of a row's categories from top to leaf, up to the first level that is null. */
export function pathOf(cell: Cell, levels: readonly string[], isNull: (value: unknown) => boolean): string[] {
  const ids: string[] = [];
  for (const level of levels) {
    const value = cell(level);
    if (isNull(value)) break;
    const name = String(value).trim();
    ids.push(ids.length === 0 ? name : `${ids.at(-1)}${LEVEL_SEPARATOR}${name}`);
  }
  return ids;
}

/** Collects the tree of an output's levels over all rows. */
export function treeCollector(
  output: Output,
  mapping: Mapping,
): { add(cell: Cell): void; fact(): FactInput | null } {
  const isNull = nullTest(mapping.null_tokens);
  const skip = output.skip_when.map((condition) => conditionOf(condition, mapping));
  const categories = new Map<string, { source_id: string; parent: string | null; name: string }>();
  return {
    add(cell) {
      if (skip.some((test) => test(cell))) return;
      let parent: string | null = null;
      for (const id of pathOf(cell, output.levels!, isNull)) {
        if (!categories.has(id)) {
          const name = parent === null ? id : id.slice(parent.length + LEVEL_SEPARATOR.length);
          categories.set(id, { source_id: id, parent, name });
        }
        parent = id;
      }
    },
    fact: () => {
      if (categories.size === 0) return null;
      const version = output.fields.source_id;
      const all = [...categories.values()];
      // A tree that another file completes is another version, not a conflict: its content names it.
      const source_id =
        typeof version === 'object' && version.const !== undefined
          ? String(version.const)
          : `tree-${hash('sha256', JSON.stringify(all), 'hex').slice(0, 16)}`;
      return { fact: 'category_tree', source_id, categories: all };
    },
  };
}

function decimalText(text: string, mapping: Mapping): string {
  const plain = text.trim().replace(/[  ']/g, '');
  return mapping.decimal_comma
    ? plain.replaceAll('.', '').replace(',', '.')
    : plain.replace(/,(?=\d{3}(?:\D|$))/g, '');
}

function numberOf(value: unknown, mapping: Mapping): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined || value === '') return Number.NaN;
  return Number(decimalText(String(value), mapping));
}

function booleanOf(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  if (['true', '1', 'yes', 'y', 't'].includes(text)) return true;
  if (['false', '0', 'no', 'n', 'f'].includes(text)) return false;
  throw new GcError('schema_mismatch', `${field} must be true or false, got ${JSON.stringify(value)}.`);
}
