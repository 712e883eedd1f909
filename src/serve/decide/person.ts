import type { NormalisedRequest } from '../../contracts/index.ts';
import { Near } from '../candidates/near.ts';
import type { Snapshot } from '../snapshot/types.ts';
import type { Live } from './live.ts';
import { BOUGHT, Flags, IN_CART, Marks, SEEN, SHOWN } from './marks.ts';
import type { NextCategories } from './next-categories.ts';

/** Items that a list of a person's recent ones holds. */
const RECENT = 64;

/** One person as of now: the snapshot's lines and what happened since. Scratch memory, filled anew by `readPerson`. */
export interface Person {
  /** False: nothing of the person was read. */
  known: boolean;
  /** Number in the snapshot; −1 unknown there. */
  index: number;
  /** Lines, live ones included. */
  lines: number;
  /** Distinct days of buying. */
  days: number;
  /** The latest of them; NaN none. */
  latest: number;
  /** By item: bought, in the cart, shown of late, seen of late. */
  readonly flags: Flags;
  /** Categories bought in, those above them included; value: lines. */
  readonly held: Marks;
  /** Items bought; value: day of the latest purchase. */
  readonly lastDay: Marks;
  /** Items bought; value: on how many distinct days. */
  readonly times: Marks;
  /** Items bought; value: day of the first purchase. */
  readonly firstDay: Marks;
  /** Items bought, the latest first, each once. */
  readonly bought: Int32Array;
  boughtCount: number;
  /** Items seen without purchase, the latest first. */
  readonly viewed: Int32Array;
  viewedCount: number;
  readonly shown: Marks;
  /** Items near those bought, as far as they were asked for. */
  readonly near: Near;
  /** Price position, 0.5 where nothing is known; `positioned` says whether anything is. */
  position: number;
  positioned: boolean;
  /** True where `next.chance` was filled. */
  foreseen: boolean;
}

/** @param items how many items there may be */
export function newPerson(snapshot: Snapshot, items: number): Person {
  return {
    known: false,
    index: -1,
    lines: 0,
    days: 0,
    latest: Number.NaN,
    flags: new Flags(items),
    held: new Marks(snapshot.categories.parent.length),
    lastDay: new Marks(items),
    times: new Marks(items),
    firstDay: new Marks(items),
    bought: new Int32Array(4 * RECENT),
    boughtCount: 0,
    viewed: new Int32Array(RECENT),
    viewedCount: 0,
    shown: new Marks(items),
    near: new Near(),
    position: 0.5,
    positioned: false,
    foreseen: false,
  };
}

/**
 * Fills the person, without what the person had deleted. An empty account reads nothing of it; the cart that the request itself names is context and always read.
 * Cost: O(the person's lines) plus one reading of the next-category model.
 */
export function readPerson(
  person: Person,
  snapshot: Snapshot,
  next: NextCategories | null,
  request: NormalisedRequest,
  live: Live,
  day: number,
): void {
  const { people, items, offers } = snapshot;
  person.held.clear();
  person.flags.clear();
  person.lines = 0;
  person.days = 0;
  person.latest = Number.NaN;
  person.lastDay.clear();
  person.times.clear();
  person.firstDay.clear();
  person.shown.clear();
  person.near.begin();
  person.boughtCount = 0;
  person.viewedCount = 0;
  person.position = 0.5;
  person.positioned = false;
  person.foreseen = false;
  person.index = -1;
  person.known = false;
  for (const id of request.cart) person.flags.set(items.find(id), IN_CART);
  if (request.account_id === '') return;

  const p = people.find(request.account_id);
  person.index = p;
  const forgotten = live.forgotten?.length ? new Set(live.forgotten) : NOTHING;
  const isForgotten = forgottenBy(snapshot, forgotten);
  // Views run from the latest: the live ones come first.
  if (!forgotten.has('views')) for (const id of live.views) see(person, items.find(id));
  next?.begin();
  if (p >= 0) {
    const end = people.start[p + 1]!;
    for (let i = people.start[p]!; i < end; i++) {
      const category = people.category[i]!;
      if (isForgotten(category)) continue;
      take(person, snapshot, people.item[i]!, category, people.day[i]!);
      next?.line(category, people.day[i]!, people.linePosition[i]!);
    }
    if (!forgotten.has('price_position')) {
      person.position = people.position[p]!;
      person.positioned = end > people.start[p]!;
    }
    for (let i = people.viewed.start[p]!; i < people.viewed.start[p + 1]! && !forgotten.has('views'); i++)
      see(person, people.viewed.values[i]!);
  }
  for (const line of live.purchases) {
    const item = items.find(line.item_id);
    if (item < 0) continue;
    const offer = line.offer_id === '' ? -1 : offers.find(line.offer_id);
    const category = items.category[item]!;
    if (isForgotten(category)) continue;
    take(person, snapshot, item, category, line.day);
    next?.line(category, line.day, offer < 0 ? Number.NaN : offers.position[offer]!);
  }
  // The list runs from the latest.
  person.bought.subarray(0, person.boughtCount).reverse();
  for (const id of live.cart) person.flags.set(items.find(id), IN_CART);
  for (const [id, times] of live.impressions) {
    person.shown.set(items.find(id), times);
    person.flags.set(items.find(id), SHOWN);
  }
  person.known = p >= 0 || live.purchases.length + live.views.length + live.cart.length > 0;
  person.foreseen = next?.read(day) ?? false;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Whether what was bought in a category is not to be known any more: the label of it, or of one above it, was deleted. */
function forgottenBy({ categories }: Snapshot, labels: ReadonlySet<string>): (category: number) => boolean {
  if (labels.size === 0) return () => false;
  const deleted = new Set(
    [...labels]
      .filter((label) => label.startsWith('category:'))
      .map((label) => categories.find(label.slice(9))),
  );
  if (deleted.size === 0) return () => false;
  return (category) => {
    for (let c = category; c >= 0; c = categories.parent[c]!) if (deleted.has(c)) return true;
    return false;
  };
}

function take(person: Person, snapshot: Snapshot, item: number, category: number, day: number): void {
  person.lines++;
  if (person.latest !== day) person.days++;
  person.latest = day;
  const { parent } = snapshot.categories;
  for (let c = category, up = 0; c >= 0 && up < 32; c = parent[c]!, up++) person.held.add(c, 1);
  if (item < 0) return;
  const again = (person.flags.of(item) & BOUGHT) !== 0;
  person.flags.set(item, BOUGHT);
  if (!again) {
    person.firstDay.set(item, day);
    person.times.set(item, 1);
  } else if (person.lastDay.get(item) !== day) person.times.add(item, 1);
  person.lastDay.set(item, day);
  // The oldest makes room: a list of the latest, in order of their latest purchase.
  const { bought } = person;
  let at = -1;
  for (let i = 0; again && i < person.boughtCount && at < 0; i++) if (bought[i] === item) at = i;
  if (at < 0 && person.boughtCount === bought.length) at = 0;
  if (at >= 0) {
    bought.copyWithin(at, at + 1, person.boughtCount);
    person.boughtCount--;
  }
  bought[person.boughtCount++] = item;
}

function see(person: Person, item: number): void {
  if (item < 0 || person.viewedCount === person.viewed.length) return;
  if (person.flags.of(item) & SEEN) return;
  person.flags.set(item, SEEN);
  person.viewed[person.viewedCount++] = item;
}
