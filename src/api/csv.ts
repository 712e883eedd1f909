import type { LocalText } from '../contracts/index.ts';

/** A column of an export: its key is the field's name in JSON, so that both say the same. */
export interface Column<Row> {
  readonly key: string;
  readonly en: string;
  readonly zh: string;
  readonly value: (row: Row, lang: 'en' | 'zh-CN') => string | number | boolean | null | undefined;
}

export const textOf = (text: LocalText | null | undefined, lang: 'en' | 'zh-CN'): string =>
  typeof text === 'string' ? text : (text?.[lang] ?? text?.en ?? text?.['zh-CN'] ?? '');

/**
 * RFC 4180 with a byte-order mark, so that Excel reads the Chinese. Numbers are written as JSON writes them.
 * Text that a spreadsheet would take for a formula gets a leading apostrophe.
 */
export function csvOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  lang: 'en' | 'zh-CN',
): string {
  const head = columns.map((c) => field(lang === 'en' ? c.en : c.zh)).join(',');
  const lines = rows.map((row) => columns.map((c) => field(c.value(row, lang))).join(','));
  return `\ufeff${[head, ...lines].join('\r\n')}\r\n`;
}

function field(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
