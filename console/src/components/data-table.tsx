import { Input, Table, type TableColumnType } from 'antd';
import type { SorterResult } from 'antd/es/table/interface';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress, useSetAddress } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { type ExportOf, Exports } from './exports.tsx';

export interface Column<T> {
  readonly key: string;
  readonly title: ReactNode;
  readonly render: (row: T) => ReactNode;
  /** What sorting compares; without it the column does not sort. Nulls always come last. */
  readonly sort?: (row: T) => number | string | null;
  readonly right?: boolean;
  readonly width?: number;
  readonly filter?: { readonly label: string; readonly value: string; readonly test: (row: T) => boolean }[];
}

interface DataTableProps<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  /** What the filter box looks in; without it there is no box. */
  search?: ((row: T) => string) | undefined;
  /** Where the API has the same table as a file. */
  file?: ExportOf | undefined;
  label: string;
  loading?: boolean;
  empty?: ReactNode;
  tools?: ReactNode;
  tree?: {
    childrenOf: (row: T) => readonly T[];
    expanded: readonly string[];
    onExpand: (keys: string[]) => void;
  };
  onOpen?: ((row: T) => void) | undefined;
  pageSize?: number;
  sortDefault?: { key: string; dir: 'ascend' | 'descend' };
}

/** A table that sorts, filters and exports; how it stands is in the address. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { t } = useTranslation();
  const f = useFormats();
  const address = useAddress();
  const set = useSetAddress();
  const { search, tree } = props;
  // Nothing is said of rows that are still on their way.
  const coming = props.loading === true && props.rows.length === 0;
  const needle = (address.q ?? '').toLowerCase();
  const matches = (row: T): boolean => !search || needle === '' || search(row).toLowerCase().includes(needle);
  const shown = tree && needle === '' ? props.rows : props.rows.filter(matches);
  const sortKey = address.sort ?? props.sortDefault?.key;
  const sortDir = address.sort ? (address.dir ?? 'descend') : props.sortDefault?.dir;
  const columns = props.columns.map((c): TableColumnType<T> => {
    const { sort } = c;
    return {
      key: c.key,
      title: c.title,
      ...(c.right ? { align: 'right' as const } : {}),
      ...(c.width ? { width: c.width } : {}),
      render: (_: unknown, row: T) => c.render(row),
      ...(c.filter
        ? {
            filters: c.filter.map(({ label, value }) => ({ text: label, value })),
            onFilter: (value: unknown, row: T) => c.filter?.find((x) => x.value === value)?.test(row) ?? true,
          }
        : {}),
      ...(sort
        ? {
            sorter: (a: T, b: T, order?: 'ascend' | 'descend' | null) =>
              compare(sort(a), sort(b), order ?? 'ascend', f.language),
            sortOrder: sortKey === c.key ? (sortDir ?? null) : null,
            sortDirections: ['descend', 'ascend'] as const as ('descend' | 'ascend')[],
            showSorterTooltip: false,
          }
        : {}),
    };
  });
  return (
    <div className="table-block">
      <div className="table-tools">
        {search ? (
          <Input
            allowClear
            className="table-search"
            aria-label={t('table.filter', { what: props.label })}
            placeholder={t('table.filterPlaceholder')}
            defaultValue={address.q ?? ''}
            key={address.q === undefined ? 'clear' : 'kept'}
            onPressEnter={(e) => set({ q: e.currentTarget.value, page: undefined })}
            onBlur={(e) =>
              e.target.value !== (address.q ?? '') && set({ q: e.target.value, page: undefined })
            }
            onClear={() => set({ q: undefined, page: undefined })}
          />
        ) : null}
        {props.tools}
        <span className="table-count">
          {coming ? null : t('table.rows', { count: shown.length, n: f.count(shown.length) })}
        </span>
        {props.file ? <Exports of={props.file} /> : null}
      </div>
      <Table<T>
        aria-label={props.label}
        size="small"
        rowKey={props.rowKey}
        dataSource={shown as T[]}
        columns={columns}
        loading={props.loading ?? false}
        locale={{
          emptyText: coming ? <div className="table-coming" /> : (props.empty ?? t('table.empty')),
        }}
        onChange={(pagination, _filters, sorter, extra) => {
          if (extra.action === 'paginate')
            set({ page: (pagination.current ?? 1) > 1 ? pagination.current : undefined });
          if (extra.action === 'sort') {
            const s = sorter as SorterResult<T>;
            set({
              sort: s.order ? String(s.columnKey) : undefined,
              dir: s.order ?? undefined,
              page: undefined,
            });
          }
        }}
        pagination={{
          pageSize: props.pageSize ?? 50,
          current: address.page ?? 1,
          showSizeChanger: false,
          hideOnSinglePage: true,
        }}
        {...(props.onOpen ? { onRow: (row: T) => ({ onDoubleClick: () => props.onOpen?.(row) }) } : {})}
        {...(tree && needle === ''
          ? {
              expandable: {
                expandedRowKeys: tree.expanded as string[],
                onExpandedRowsChange: (keys: readonly unknown[]) => tree.onExpand(keys.map(String)),
              },
            }
          : {})}
      />
    </div>
  );
}

/** Nulls last in both directions; text by the reader's collation (pinyin in Chinese). */
export function compare(
  a: number | string | null,
  b: number | string | null,
  order: 'ascend' | 'descend',
  language: string,
): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null ? 1 : -1) * (order === 'descend' ? -1 : 1);
  }
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), language);
}
