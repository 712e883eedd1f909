import type { ErrorCode } from '../base/index.ts';
import { type Fact, type FactKind, Fact as FactSchema } from '../contracts/index.ts';
import { ordinalId, RefusedRow } from './face.ts';
import { PLAIN_MAX } from './plain.ts';
import { plainEvent } from './plain-event.ts';
import { plainLine } from './plain-line.ts';
import { Refusal } from './refusal.ts';

type Issue = { code: string; path: PropertyKey[]; message: string };
type Parser = {
  safeParse(row: unknown): { success: true; data: Fact } | { success: false; error: { issues: Issue[] } };
};

// One look-up by kind, instead of the union's own search.
const parsers = new Map<string, Parser>(
  FactSchema.options.map((schema) => [
    [...schema.shape.fact.values][0] as string,
    schema as unknown as Parser,
  ]),
);

/** Every kind of fact, in the order of the contract. */
export const FACT_KINDS = [...parsers.keys()] as FactKind[];

/**
 * A row as a fact, or why not. The one validation path of files and HTTP.
 * @param ordinal position in the document, which is its identity where the source gives none
 */
export function readFact(row: unknown, document: string, ordinal: number, maxBytes: number): Fact | Refusal {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return new Refusal('malformed_row', `A row must be an object, got ${describe(row)}.`);
  }
  if (row instanceof RefusedRow) return new Refusal(row.code, row.detail, row.pointer);
  const given = row as Record<string, unknown>;
  const parser = parsers.get(given.fact as string);
  if (!parser) {
    const detail = `fact must be one of ${FACT_KINDS.join(', ')}; got ${describe(given.fact)}.`;
    return new Refusal('schema_mismatch', detail, '/fact');
  }
  const unnamed = given.source_id === undefined || given.source_id === null || given.source_id === '';
  const id = unnamed && document !== '' ? ordinalId(document, ordinal) : given.source_id;
  if (maxBytes >= PLAIN_MAX) {
    const fast = given.fact === 'order_line' ? plainLine : given.fact === 'event' ? plainEvent : null;
    const plain = fast?.(given, id);
    if (plain) return plain;
  }
  const limit = given.fact === 'category_tree' ? maxBytes * 128 : maxBytes;
  if (exceeds(given, limit)) {
    return new Refusal('row_too_large', `A row may have ${limit} bytes as JSON.`);
  }
  if (unnamed && document === '') {
    return new Refusal('missing_source_id', 'source_id is absent.', '/source_id');
  }
  const candidate = unnamed ? { ...given, source_id: id } : given;
  const result = parser.safeParse(candidate);
  if (result.success) return result.data;
  return refusalOf(result.error.issues, candidate);
}

/** The most telling issue decides the code; the others would only repeat it. */
function refusalOf(issues: Issue[], row: Record<string, unknown>): Refusal {
  let chosen: { issue: Issue; code: ErrorCode } | undefined;
  for (const issue of issues) {
    const code = codeOf(issue, row);
    if (!chosen || (chosen.code === 'schema_mismatch' && code !== 'schema_mismatch')) {
      chosen = { issue, code };
    }
  }
  const { issue, code } = chosen!;
  const pointer = issue.path
    .map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
  const name = issue.path.map(String).join('.');
  return new Refusal(code, `${name}: ${issue.message}; got ${describe(valueAt(row, issue.path))}.`, pointer);
}

function codeOf(issue: Issue, row: Record<string, unknown>): ErrorCode {
  const field = String(issue.path[0] ?? '');
  const value = valueAt(row, issue.path);
  if (field === 'source_id') return value === undefined ? 'missing_source_id' : 'schema_mismatch';
  if (field.endsWith('_minor') && typeof value === 'number') {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return 'amount_unsafe';
    if (value < 0) return 'amount_negative';
  }
  if (field === 'quantity' && typeof value === 'number') return 'quantity_invalid';
  if (/(^at$|_at$|^valid_from$)/.test(field) && typeof value === 'string') return 'time_invalid';
  return 'schema_mismatch';
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  let value = row;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** A cheap upper look at the size: only rows with long or nested values are measured exactly. */
function exceeds(row: Record<string, unknown>, limit: number): boolean {
  let size = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string') size += value.length + name.length;
    else if (typeof value === 'object' && value !== null) size += JSON.stringify(value).length;
    else size += name.length + 8;
  }
  return size > limit;
}
