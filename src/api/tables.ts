import type { CohortGrid, MetricCell, MetricResult } from '../contracts/index.ts';
import type { Tables } from './call.ts';
import { type Column, column, plain, sheetOf, textOf } from './sheet.ts';

type Cell = MetricCell & { result: MetricResult };
const CELLS: Column<Cell>[] = [
  column('metric', 'Metric', '指标', (c) => c.result.metric),
  column('version', 'Version', '版本', (c) => c.result.version),
  column('as_of', 'As of', '统计日', (c) => c.result.as_of),
  column('known_at', 'Known at', '知识点', (c) => c.result.known_at),
  column('state', 'State', '状态', (c) => c.result.state),
  column('revision', 'Revision', '修订', (c) => c.result.revision),
  column('simulated', 'Simulated', '模拟数据', (c) => c.result.simulated),
  plain('category_id', 'Category', '类目'),
  plain('merchant_id', 'Merchant', '商家'),
  plain('shop_id', 'Shop', '店铺'),
  plain('brand_id', 'Brand', '品牌'),
  plain('cohort', 'Cohort', '同期群'),
  plain('age', 'Months since', '月龄'),
  plain('part', 'Part', '组成'),
  column('label', 'Name', '名称', (c, lang) => textOf(c.label, lang)),
  plain('value', 'Value', '数值'),
  plain('numerator', 'Numerator', '分子'),
  plain('denominator', 'Denominator', '分母'),
  plain('conservative', 'Conservative value', '保守口径'),
  plain('status', 'Cell status', '单元状态'),
  column('unit', 'Unit', '单位', (c) => c.result.unit),
];
type CohortCell = CohortGrid['cohorts'][number]['cells'][number] & { cohort: string; size: number | null };
const cellsOf = (results: readonly MetricResult[]) =>
  results.flatMap((result) => result.cells.map((cell): Cell => ({ ...cell, result })));

/** From an answer to its table: the export never computes, it only writes down what the route answered. */
export const tables: Tables<
  'getMetric' | 'getSeries' | 'listCategories' | 'listMerchants' | 'cohorts' | 'listRejected' | 'listAudit'
> = {
  getMetric: (a) => ({ name: `${a.metric}-${a.as_of}`, sheet: (lang) => sheetOf(CELLS, cellsOf([a]), lang) }),
  getSeries: (a) => ({
    name: `${a.metric}-${a.from}-${a.to}`,
    sheet: (lang) => sheetOf(CELLS, cellsOf(a.results), lang),
  }),
  listCategories: (a) => ({
    name: `categories-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('category_id', 'Category', '类目'),
          plain('parent_id', 'Parent', '上级类目'),
          column('name', 'Name', '名称', (row, l) => textOf(row.name, l)),
          plain('level', 'Level', '层级'),
          plain('is_leaf', 'Leaf', '叶子类目'),
          plain('industry', 'Industry', '行业'),
          plain('aac', 'AAC', '品类AAC'),
          plain('penetration', 'Penetration', '渗透率'),
          plain('status', 'Status', '状态'),
          plain('previous_aac', 'AAC 30 days before', '30天前AAC'),
          plain('change_rate', 'Change', '变化率'),
        ],
        a.data,
        lang,
      ),
  }),
  listMerchants: (a) => ({
    name: `merchants-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('merchant_id', 'Merchant', '商家'),
          column('name', 'Name', '名称', (row, l) => textOf(row.name, l)),
          plain('tier', 'Tier', '层级'),
          plain('industry', 'Industry', '行业'),
          plain('region', 'Region', '地区'),
          plain('aac', 'AAC', '商家AAC'),
          plain('aac_share', 'Share of AAC', 'AAC占比'),
          plain('gmv_minor', 'GMV (minor units)', 'GMV（最小货币单位）'),
          plain('gmv_share', 'Share of GMV', 'GMV占比'),
          plain('status', 'Status', '状态'),
        ],
        a.data,
        lang,
      ),
  }),
  cohorts: (a) => ({
    name: `cohorts-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<CohortCell>(
        [
          column('cohort', 'Cohort', '同期群', (row) => row.cohort),
          column('size', 'People', '人数', (row) => row.size),
          column('age', 'Months since', '月龄', (row) => row.age),
          column('value', 'Retention', '留存率', (row) => row.value),
          column('people', 'Active', '活跃人数', (row) => row.people),
          column('status', 'Status', '状态', (row) => row.status),
        ],
        a.cohorts.flatMap(({ cohort, size, cells }) => cells.map((cell) => ({ cohort, size, ...cell }))),
        lang,
      ),
  }),
  listRejected: (a) => ({
    name: 'rejected',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('rejected_id', 'Rejected row', '拒收行'),
          plain('source', 'Source', '来源'),
          plain('document', 'Document', '文件'),
          plain('index', 'Index', '序号'),
          plain('fact', 'Fact', '事实类型'),
          plain('code', 'Code', '错误码'),
          plain('detail', 'Detail', '说明'),
          plain('pointer', 'Pointer', '字段'),
          plain('row', 'Row', '原始行'),
          plain('rejected_at', 'Rejected at', '拒收时间'),
          plain('status', 'Status', '状态'),
        ],
        a.data,
        lang,
      ),
  }),
  listAudit: (a) => ({
    name: 'audit',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('audit_id', 'Entry', '序号'),
          plain('at', 'At', '时间'),
          plain('actor', 'Actor', '操作者'),
          plain('action', 'Action', '操作'),
          plain('subject', 'Subject', '对象'),
          column('before', 'Before', '变更前', (row) => JSON.stringify(row.before)),
          column('after', 'After', '变更后', (row) => JSON.stringify(row.after)),
        ],
        a.data,
        lang,
      ),
  }),
};
