import type { LocalText } from '../contracts/index.ts';
import type { Lang } from './words.ts';

export const textOf = (text: LocalText | null | undefined, lang: Lang): string =>
  typeof text === 'string' ? text : (text?.[lang] ?? text?.en ?? text?.['zh-CN'] ?? '');

/** Columns on a terminal: Chinese characters are two wide. */
function width(text: string): number {
  let n = 0;
  for (const char of text)
    n += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(char)
      ? 2
      : 1;
  return n;
}

/** A plain table: headings, then rows; numbers to the right. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const texts = rows.map((row) =>
    row.map((cell) => (cell === null || cell === undefined ? '–' : String(cell))),
  );
  const widths = head.map((h, k) => Math.max(width(h), ...texts.map((row) => width(row[k] ?? ''))));
  const numeric = head.map(
    (_, k) => rows.length > 0 && rows.every((row) => typeof row[k] === 'number' || row[k] == null),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => {
        const gap = ' '.repeat(Math.max(0, widths[k]! - width(cell)));
        return numeric[k] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(head), ...texts.map(line)].join('\n');
}

/**
 * Progress on one line that rewrites itself, and is gone at the end. Where it cannot (a log, a pipe) a line for every step
 * says that something goes on.
 */
export class Progress {
  readonly #quiet: boolean;
  readonly #rewrites: boolean = process.stderr.isTTY === true;
  #last = '';

  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  /** @param step what stands in a log, once; empty: nothing */
  show(text: string, step = text): void {
    const line = this.#rewrites ? text : step;
    if (this.#quiet || line === this.#last) return;
    this.#last = line;
    process.stderr.write(this.#rewrites ? `\r\u001b[2K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.#rewrites && this.#last !== '') process.stderr.write('\r\u001b[2K');
    this.#last = '';
  }
}
