/** What one person did since the snapshot, in short lists. `seq`: a sequence by which ingest had acknowledged it. */
export interface Purchase {
  readonly line: string;
  readonly order: string;
  readonly item_id: string;
  readonly offer_id: string;
  readonly day: number;
  readonly amount_minor: number;
  readonly seq: number;
}

export interface Activity {
  purchases: Purchase[];
  /** Items seen, the oldest first. */
  views: string[];
  /** Items in the cart. */
  cart: string[];
  /** Item and day of an impression, the oldest first. */
  impressions: { readonly item: string; readonly day: number }[];
}

/** Most entries of each list; the oldest go. */
export const MOST = { purchases: 256, views: 32, cart: 100, impressions: 200 } as const;

export const newActivity = (): Activity => ({ purchases: [], views: [], cart: [], impressions: [] });

/** Adds to a bounded list. */
export function push<T>(list: T[], entry: T, most: number): void {
  if (list.length >= most) list.shift();
  list.push(entry);
}

/** Moves an entry to the end, or adds it there. */
export function touch(list: string[], entry: string, most: number): void {
  drop(list, entry);
  push(list, entry, most);
}

export function drop(list: string[], entry: string): void {
  const at = list.indexOf(entry);
  if (at >= 0) list.splice(at, 1);
}
