import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { deliveryOf, World, type WorldOptions } from '../../sim/world/index.ts';

const DAY_MS = 86_400_000;

/** Days from order to door, and the share of parcels that came after the promised day. */
export interface Deliveries {
  readonly days: number[];
  readonly late: number;
}

/** Of olist-sample: one parcel an order. */
export async function realDeliveries(folder: string): Promise<Deliveries> {
  const file = await asyncBufferFromFile(join(folder, 'orders.parquet'));
  const rows = await parquetReadObjects({ file, compressors });
  const at = (value: unknown) => (value ? new Date(value as string).getTime() : Number.NaN);
  const parcels = rows.flatMap((row) => {
    const days = (at(row.order_delivered_customer_date) - at(row.order_purchase_timestamp)) / DAY_MS;
    const late = at(row.order_delivered_customer_date) > at(row.order_estimated_delivery_date);
    return Number.isFinite(days) ? [{ days, late }] : [];
  });
  return summary(parcels);
}

/** Of a world's last 90 days: the first line of every order. */
export function worldDeliveries(options: WorldOptions): Deliveries {
  const world = new World(options);
  const parcels: { days: number; late: boolean }[] = [];
  while (world.nextDay < world.frame.days) {
    const told = world.nextDay >= world.frame.days - 90;
    for (const order of world.skip())
      if (told) parcels.push(deliveryOf(world.frame, world.market.people, order, 0));
  }
  return summary(parcels);
}

const summary = (parcels: readonly { days: number; late: boolean }[]): Deliveries => ({
  days: parcels.map(({ days }) => days),
  late: parcels.filter(({ late }) => late).length / parcels.length,
});
