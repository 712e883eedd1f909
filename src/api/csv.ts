import type { Sheet } from './sheet.ts';

/**
 * RFC 4180 with a byte-order mark, so that Excel reads the Chinese. Numbers are written as JSON writes them.
 * Text that a spreadsheet would take for a formula gets a leading apostrophe.
 */
export function csvOf({ head, rows }: Sheet): string {
  const lines = [head, ...rows].map((row) => row.map(field).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function field(value: Sheet['rows'][number][number]): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
