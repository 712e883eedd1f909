import type { LocalText } from '../contracts/index.ts';

type Language = 'en' | 'zh-CN';
type Cell = string | number | boolean | null | undefined;

/** A column of an export: its key is the field's name in JSON, so that both say the same. */
export interface Column<Row> {
  readonly key: string;
  readonly en: string;
  readonly zh: string;
  readonly value: (row: Row, lang: Language) => Cell;
}

/** A table in one language, before it is written as CSV or for Excel. */
export interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const textOf = (text: LocalText | null | undefined, lang: Language): string =>
  typeof text === 'string' ? text : (text?.[lang] ?? text?.en ?? text?.['zh-CN'] ?? '');

export const column = <Row>(
  key: string,
  en: string,
  zh: string,
  value: Column<Row>['value'],
): Column<Row> => ({ key, en, zh, value });

/** A column that shows the field of its own name; what is not a single value is written as JSON. */
export const plain = <Row extends object>(key: keyof Row & string, en: string, zh: string): Column<Row> =>
  column(key, en, zh, (row) => {
    const value = row[key];
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as never);
  });

export const sheetOf = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  lang: Language,
): Sheet => ({
  head: columns.map((c) => (lang === 'en' ? c.en : c.zh)),
  rows: rows.map((row) => columns.map((c) => c.value(row, lang))),
});
