import { Segmented } from 'antd';
import { isValidElement, type ReactElement, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExportOf, Exports } from '../components/exports.tsx';

export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

/** A chart with its title, the sentence that reads it, and the table behind it, one click away. */
export function Figure({
  title,
  note,
  chart,
  table,
  height = 260,
  extra,
  tools,
  file,
}: {
  title: string;
  note?: ReactNode;
  chart: ReactNode;
  table: FigureTable | ReactElement;
  height?: number;
  extra?: ReactNode;
  /** Stands before the switch between chart and table. */
  tools?: ReactNode;
  /** Where the API has the table as a file; offered beside the table. */
  file?: ExportOf;
}) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <section className="panel figure" aria-label={title}>
      <header className="panel-head">
        <div>
          <h2>{title}</h2>
          {note ? <p className="panel-note">{note}</p> : null}
        </div>
        <div className="panel-tools">
          {tools}
          {file && view === 'table' ? <Exports of={file} /> : null}
          <Segmented
            size="small"
            aria-label={t('common.view')}
            value={view}
            onChange={setView}
            options={[
              { value: 'chart', label: t('common.chart') },
              { value: 'table', label: t('common.table') },
            ]}
          />
        </div>
      </header>
      {extra}
      {view === 'table' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className="figure-table" style={{ height }} tabIndex={0} aria-label={title}>
          {isValidElement(table) ? table : <PlainTable table={table as FigureTable} caption={title} />}
        </section>
      ) : (
        chart
      )}
    </section>
  );
}

export function PlainTable({ table, caption }: { table: FigureTable; caption: string }) {
  return (
    <table className="plain">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {table.head.map((h, i) => (
            <th key={h} scope="col" className={i === 0 ? '' : 'right'}>
              {h}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a static table
          <tr key={r}>
            {row.map((cell, i) =>
              i === 0 ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a static table
                <th key={i} scope="row">
                  {cell}
                </th>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a static table
                <td key={i} className="right">
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
