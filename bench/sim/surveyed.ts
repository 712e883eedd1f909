import { historyOf, LEAVES, World, type WorldOptions } from '../../sim/world/index.ts';
import { chunksOf, FLOW_STATUS, flowTable, packLines, surveyFlows } from '../../src/survey/flows/index.ts';
import { causalTruth } from './causal.ts';

const DAY_S = 86_400;
const NOW = Date.parse('2026-03-10T04:00:00Z');
/** Worlds that the truth is counted in: others than the surveyed one. */
const TRUTH_SEEDS = [101, 102, 103, 104];
/** Statuses of pairs with enough data to be judged. */
const MEASURED = ['shown', 'no_evidence', 'common_lift'];
const LEAF = new Map(LEAVES.map(({ id, index }) => [id, index]));

interface Row {
  person: number;
  time: number;
  category: number;
  order: number;
  amount: number;
  segment: number;
  observable: boolean;
}

/** Healthy lines of a world's facts, packed by hand: paid, of consumers, neither cancelled nor given back in full. */
export function linesOf(options: Omit<WorldOptions, 'now'>): { rows: Row[]; world: World } {
  const world = new World({ ...options, now: NOW });
  const item = new Map<string, number>();
  const rows = new Map<string, Row & { paid: number }>();
  const orders = new Map<string, number>();
  const day = (ms: number) => Math.floor((ms - world.frame.from) / 1000);
  for (const { facts } of historyOf(world)) {
    for (const fact of facts) {
      if (fact.fact === 'item') item.set(fact.source_id, LEAF.get(fact.category!)!);
      else if (fact.fact === 'cancellation') rows.delete(fact.line!);
      else if (fact.fact === 'refund') {
        const row = rows.get(fact.line);
        if (row && fact.amount_minor >= row.paid) rows.delete(fact.line);
      } else if (fact.fact === 'order_line') {
        if (
          (fact.type ?? 'goods') !== 'goods' ||
          !fact.account?.startsWith('u') ||
          !fact.paid_at ||
          !fact.item
        )
          continue;
        const order = orders.get(fact.order) ?? orders.size;
        orders.set(fact.order, order);
        const person = Number(fact.account.slice(1, 7)) - 1;
        const joined = Math.max(0, world.market.people.joined[person]!) * DAY_S;
        const time = day(Date.parse(fact.paid_at));
        const old = world.market.people.joined[person]! < 0 || time >= joined + 365 * DAY_S;
        rows.set(fact.source_id, {
          person,
          time,
          category: item.get(fact.item)!,
          order,
          amount: fact.paid_minor,
          segment: world.market.people.flags[person]! & 1,
          observable: old,
          paid: fact.paid_minor,
        });
      }
    }
  }
  return { rows: [...rows.values()], world };
}

export interface Surveyed {
  lines: number;
  planted: {
    flow: string;
    ratio: number;
    truth: number | null;
    /** First buyers without the flow that the truth is of: the fewer, the less exact. */
    truthOf: number;
    lift: number | null;
    low: number | null;
    high: number | null;
    status: string;
  }[];
  /** Of planted flows that can be judged: in how many the interval holds the causal truth; how many are shown upwards. */
  coverage: number | null;
  found: number;
  judged: number;
  /** Spearman's, of estimated lift and causal truth over planted flows. */
  rankCorrelation: number | null;
  /** Across verticals, not planted: enough data to judge, shown upwards, and how often the interval holds 1. */
  nulls: { judged: number; shown: number; coverage: number; shownPairs: string[] };
}

/** Surveys a world's lines and holds the result against its truth. */
export async function surveyed(options: Omit<WorldOptions, 'now'>, workers = 2): Promise<Surveyed> {
  const { rows, world } = linesOf(options);
  const flows = world.frame.flows;
  const C = LEAVES.length;
  const end = world.frame.days * DAY_S;
  const months: number[] = [];
  for (let at = 365 * DAY_S; at < end - 90 * DAY_S; at += 30 * DAY_S) months.push(at);
  months.push(end - 90 * DAY_S);
  const state = await surveyFlows(
    chunksOf(packLines(rows)),
    { categories: C, months, segments: 2 },
    { workers },
  );
  const table = flowTable(state);
  const truths = causalTruth({ ...options, now: NOW }, TRUTH_SEEDS);
  const number = (x: number) => (Number.isFinite(x) ? Math.round(x * 1000) / 1000 : null);
  const planted = flows.map((flow, i) => {
    const [a, b] = pairOf(flow);
    const at = a * C + b;
    return {
      flow: `${flow.from} → ${flow.to}`,
      ratio: flow.ratio,
      truth: number(truths[i]!.caused / truths[i]!.anyhow),
      truthOf: truths[i]!.anyhow,
      lift: number(table.lift[at]!),
      low: number(table.low[at]!),
      high: number(table.high[at]!),
      status: FLOW_STATUS[table.status[at]!]!,
    };
  });
  const judged = planted.filter(({ status, truth }) => MEASURED.includes(status) && truth !== null);
  const isPlanted = new Set(flows.map((flow) => pairOf(flow)[0] * C + pairOf(flow)[1]));
  const nulls = { judged: 0, covered: 0, shownPairs: [] as string[] };
  for (let at = 0; at < C * C; at++) {
    const [a, b] = [LEAVES[Math.floor(at / C)]!, LEAVES[at % C]!];
    if (a.top === b.top || isPlanted.has(at) || !MEASURED.includes(FLOW_STATUS[table.status[at]!]!)) continue;
    nulls.judged++;
    if (table.status[at] === 0 && table.lift[at]! > 1)
      nulls.shownPairs.push(`${a.id} → ${b.id} ${number(table.lift[at]!)}`);
    if (table.low[at]! <= 1 && table.high[at]! >= 1) nulls.covered++;
  }
  return {
    lines: rows.length,
    planted,
    judged: judged.length,
    found: judged.filter(({ status, lift }) => status === 'shown' && lift! > 1).length,
    coverage:
      judged.length > 0
        ? number(
            judged.filter(({ low, high, truth }) => low! <= truth! && truth! <= high!).length / judged.length,
          )
        : null,
    rankCorrelation:
      judged.length > 2
        ? number(
            spearman(
              judged.map(({ lift }) => lift!),
              judged.map(({ truth }) => truth!),
            ),
          )
        : null,
    nulls: {
      judged: nulls.judged,
      shown: nulls.shownPairs.length,
      coverage: number(nulls.covered / Math.max(1, nulls.judged))!,
      shownPairs: nulls.shownPairs,
    },
  };
}

const pairOf = ({ from, to }: { from: string; to: string }): [number, number] => [
  LEAF.get(from)!,
  LEAF.get(to)!,
];

function spearman(x: number[], y: number[]): number {
  const ranks = (values: number[]) =>
    values.map((v) => values.filter((w) => w < v).length + values.filter((w) => w === v).length / 2);
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (v: number[]) => v.reduce((s, n) => s + n, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (p: number[], q: number[], mp: number, mq: number) =>
    p.reduce((s, n, i) => s + (n - mp) * (q[i]! - mq), 0);
  return dot(a, b, ma, mb) / Math.sqrt(dot(a, a, ma, ma) * dot(b, b, mb, mb));
}
