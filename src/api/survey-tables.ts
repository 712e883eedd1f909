import type { FlowEdge } from '../contracts/index.ts';
import type { Tables } from './call.ts';
import { type Column, column, plain, sheetOf, textOf } from './sheet.ts';

const edgeColumns = <Row>(edge: (row: Row) => FlowEdge): Column<Row>[] => {
  const field = (key: keyof FlowEdge & string, en: string, zh: string) =>
    column<Row>(key, en, zh, (row) => edge(row)[key] as never);
  return [
    field('from_category_id', 'From', '来源类目'),
    column<Row>('from_label', 'From, name', '来源类目名称', (row, lang) =>
      textOf(edge(row).from_label, lang),
    ),
    field('to_category_id', 'To', '目标类目'),
    column<Row>('to_label', 'To, name', '目标类目名称', (row, lang) => textOf(edge(row).to_label, lang)),
    field('entry_count', 'Entries', '进入人次'),
    field('observed_count', 'Observed', '观察首购'),
    field('expected_count', 'Expected', '预期首购'),
    field('lift', 'Lift', '提升度'),
    field('lift_low', 'Lift, low', '提升度下限'),
    field('lift_high', 'Lift, high', '提升度上限'),
    field('q', 'q', 'q 值'),
    field('excess_count', 'Excess first buyers', '超额首购'),
    field('excess_low', 'Excess, low', '超额下限'),
    field('excess_high', 'Excess, high', '超额上限'),
    field('rate', 'Rate', '首购率'),
    field('median_days', 'Median days', '中位天数'),
    field('reverse_lift', 'Reverse lift', '反向提升度'),
    field('common_lift', 'Common lift of the source', '来源的普遍提升度'),
    field('net_flow', 'Net flow', '净流量'),
    field('source_spend_delta_minor', 'Source spend, difference', '来源消费差'),
    field('dropped_rate', 'Dropped', '剔除比例'),
    field('control_people_count', 'Control people', '对照人数'),
    field('affinity_lift', 'Same-order affinity', '同单关联'),
    field('evidence', 'Evidence', '证据'),
    field('reason', 'Reason', '原因'),
  ];
};

/** Exports of the survey: they write down what the route answered, and compute nothing. */
export const surveyTables: Tables<
  'listFlows' | 'listCanals' | 'whiteSpace' | 'incubations' | 'trends' | 'defence'
> = {
  listFlows: (a) => ({
    name: `flows-${a.survey?.as_of ?? 'none'}`,
    sheet: (lang) =>
      sheetOf(
        edgeColumns<(typeof a.data)[number]>((row) => row),
        a.data,
        lang,
      ),
  }),
  listCanals: (a) => ({
    name: `canals-${a.survey?.as_of ?? 'none'}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('canal_id', 'Canal', '水渠'),
          column('crowd', 'Reachable people', '可触达人数', (row) => row.crowd.people_count),
          plain('expected_first_buyers', 'Expected first buyers', '预计首购人数'),
          plain('expected_low', 'Expected, low', '预计下限'),
          plain('expected_high', 'Expected, high', '预计上限'),
          plain('value_minor', 'Value', '价值'),
          plain('same_position_rate', 'Same position', '同等定位占比'),
          plain('source_spend_risk', 'Source risk', '来源消费风险'),
          column('season_months', 'Season', '旺季月份', (row) => row.season_months.join(' ')),
          column('reason', 'Reason', '理由', (row, l) => textOf(row.reason, l)),
          ...edgeColumns<(typeof a.data)[number]>((row) => row.edge),
        ],
        a.data,
        lang,
      ),
  }),
  whiteSpace: (a) => ({
    name: `white-space-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('dimension', 'Dimension', '维度'),
          plain('crowd', 'Crowd', '人群'),
          column('crowd_label', 'Crowd, name', '人群名称', (row, l) => textOf(row.crowd_label, l)),
          plain('category_id', 'Category', '类目'),
          column('label', 'Name', '名称', (row, l) => textOf(row.label, l)),
          plain('people_count', 'People', '人数'),
          plain('observed_rate', 'Observed', '实际渗透率'),
          plain('expected_rate', 'Expected', '预期渗透率'),
          plain('gap_rate', 'Gap', '缺口'),
          plain('gap_people', 'Gap, people', '缺口人数'),
          plain('status', 'Status', '状态'),
        ],
        a.data,
        lang,
      ),
  }),
  incubations: (a) => ({
    name: `incubations-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('category_id', 'Category', '类目'),
          column('label', 'Name', '名称', (row, l) => textOf(row.label, l)),
          column('aac', 'AAC', '品类AAC', (row) => row.history.at(-1)?.aac),
          plain('target_aac', 'Target', '目标'),
          plain('target_date', 'Target date', '目标日期'),
          plain('crossing_date', 'Crosses', '预计达成'),
          plain('track', 'Track', '进度'),
          column('reason', 'Reason', '理由', (row, l) => textOf(row.reason, l)),
        ],
        a.data,
        lang,
      ),
  }),
  trends: (a) => ({
    name: `trends-${a.month}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('category_id', 'Category', '类目'),
          column('label', 'Name', '名称', (row, l) => textOf(row.label, l)),
          plain('month', 'Month', '月份'),
          plain('observed_count', 'Buyers', '买家数'),
          plain('expected_count', 'Expected', '预期'),
          plain('ratio', 'Ratio', '比值'),
          plain('z', 'z', 'z 值'),
          plain('q', 'q', 'q 值'),
          plain('alert', 'Alert', '告警'),
          plain('status', 'Status', '状态'),
        ],
        a.data,
        lang,
      ),
  }),
  defence: (a) => ({
    name: `defence-${a.as_of}`,
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('kind', 'Kind', '类型'),
          plain('id', 'Id', '编号'),
          column('label', 'Name', '名称', (row, l) => textOf(row.label, l)),
          plain('people_count', 'People', '人数'),
          plain('at_risk_rate', 'Risk', '风险'),
          plain('baseline_rate', 'Baseline', '基准'),
          plain('cause', 'Cause', '原因'),
          column('cause_text', 'Cause, in words', '原因说明', (row, l) => textOf(row.cause_text, l)),
          column('action_text', 'Action', '行动', (row, l) => textOf(row.action_text, l)),
          plain('status', 'Status', '状态'),
        ],
        a.data,
        lang,
      ),
  }),
};
