import { businessDate } from '../../base/index.ts';
import type { Placement, PlacementView } from '../../contracts/index.ts';
import { nameOf } from '../../serve/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import type { Replayable } from './dry-run.ts';
import { pastOr } from './parameters.ts';
import type { Policies } from './policies.ts';
import { placementDelivery } from './sql/placement-delivery.sql.gen.ts';

/** What placements are read from. */
interface Ledgers {
  readonly policies: Policies;
  readonly warehouse: Warehouse;
  readonly serving: Pick<Replayable, 'past'>;
}

/** The live placements with what came of them: of one merchant, or of all. */
export async function placements(
  { policies, warehouse, serving }: Ledgers,
  merchant: string | null,
  { now, timezone }: { now: number; timezone: string },
): Promise<PlacementView[]> {
  const mine = (policies.current().policy.placements ?? []).filter(
    ({ merchant_id }) => merchant === null || merchant_id === merchant,
  );
  if (mine.length === 0) return [];
  const [first] = mine.map(({ from }) => from).sort();
  const rows = await run(warehouse, placementDelivery, { from: `${first} 00:00:00.000` });
  const byId = new Map(rows.map((row) => [row.placement_id, row]));
  const { merchants } = pastOr(serving)?.snapshot ?? {};
  const today = businessDate(now, timezone);
  return mine.map((placement) => {
    const row = byId.get(placement.placement_id);
    const impression_count = Number(row?.impression_count ?? 0);
    return {
      ...placement,
      merchant: merchants
        ? nameOf(merchants, merchants.find(placement.merchant_id))
        : { en: placement.merchant_id, zh: placement.merchant_id },
      running: placement.enabled && placement.from <= today && today <= placement.until,
      served_count: Number(row?.served_count ?? 0),
      impression_count,
      click_count: Number(row?.click_count ?? 0),
      due_minor: dueOf(placement, impression_count),
    };
  });
}

/** What is owed by what was agreed; a part of a minor unit is not. */
export function dueOf({ price }: Pick<Placement, 'price'>, impressions: number): number {
  return price.kind === 'fixed' ? price.amount_minor : Math.floor((price.amount_minor * impressions) / 1000);
}
