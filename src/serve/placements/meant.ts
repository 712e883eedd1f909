import type { NormalisedRequest, Placement } from '../../contracts/index.ts';
import { normalise } from '../../search/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

const NONE: readonly Placement[] = [];
const spelled = new WeakMap<Placement, ReadonlySet<string>>();

/**
 * Placements that are meant for a request: of its surface, its day, its words and its category. None where the visitor chose an order
 * (what was asked for is shown in it alone), and none for the canal that a search shows beside its results.
 * @param date business day of the request
 */
export function placementsFor(
  all: readonly Placement[] | undefined,
  snapshot: Snapshot,
  request: NormalisedRequest,
  date: string,
): readonly Placement[] {
  if (!all?.length) return NONE;
  const { scenario, scope } = request;
  if (scenario === 'search' ? scope?.sort !== 'best' : false) return NONE;
  const words = normalise(request.query);
  return all.filter(
    (placement) =>
      placement.enabled &&
      (placement.scenarios as readonly string[]).includes(scenario) &&
      placement.from <= date &&
      date <= placement.until &&
      (placement.queries.length === 0 || wordsOf(placement).has(words)) &&
      (placement.category_ids.length === 0 ||
        placement.category_ids.some((above) => isBelow(snapshot, request.category_id, above))),
  );
}

/** Whether a category is the other one or stands below it; unknown ids do not. */
export function isBelow({ categories }: Snapshot, category_id: string, above_id: string): boolean {
  const above = above_id === '' ? -1 : categories.find(above_id);
  if (above < 0 || category_id === '') return false;
  for (let c = categories.find(category_id); c >= 0; c = categories.parent[c]!) if (c === above) return true;
  return false;
}

function wordsOf(placement: Placement): ReadonlySet<string> {
  let words = spelled.get(placement);
  if (!words) {
    words = new Set(placement.queries.map((query) => normalise(query)));
    spelled.set(placement, words);
  }
  return words;
}
