import type { Past } from '../decide/past.ts';

/** People who are read for an estimate; they are spread evenly over all. */
const SAMPLE = 3_000;
const REASONS = 5;
/** Fewest of the sampled likely people who must hold a category before it is named as a reason. */
const HOLDERS = 20;

export interface AudienceQuery {
  /** Category that they have not bought in. */
  readonly category: number;
  /** Price position to be near to, or NaN: any. */
  readonly position: number;
  readonly distance: number;
  /** Share of the eligible, the likeliest. */
  readonly share: number;
  readonly day: number;
}

export interface AudienceEstimate {
  /** People without a purchase in the category, near the position. */
  readonly eligible: number;
  readonly people: number;
  readonly expected: number;
  /** People who were read. */
  readonly sampled: number;
  /** Categories that the likely hold more often than the eligible do. */
  readonly reasons: { readonly category: number; readonly share: number; readonly lift: number }[];
}

/**
 * Who should hear of a category: counts, never people. The eligible are counted one by one; the likeliest share of them is estimated
 * from a sample. A generator, so that a server can answer others in between: it yields every few milliseconds.
 * Null: the snapshot has no model, or does not know the category.
 */
export function* audienceOf(past: Past, query: AudienceQuery): Generator<undefined, AudienceEstimate | null> {
  const { snapshot, next } = past;
  const { people, categories } = snapshot;
  const model = next && query.category >= 0 ? next.ofCategory[query.category]! : -1;
  if (!next || model < 0) return null;
  const inside = below(categories.parent, query.category);
  const eligible: number[] = [];
  let count = 0;
  // Every n-th of the eligible is kept; the sample is thinned as it fills.
  let every = 1;
  for (let p = 0; p < people.length; p++) {
    if (p % 50_000 === 49_999) yield;
    if (people.start[p] === people.start[p + 1]) continue;
    if (!(Math.abs(people.position[p]! - query.position) <= query.distance) && !Number.isNaN(query.position))
      continue;
    if (holds(people.start[p]!, people.start[p + 1]!, people.category, inside)) continue;
    if (count++ % every === 0) eligible.push(p);
    if (eligible.length === 2 * SAMPLE) {
      for (let i = 0; i < SAMPLE; i++) eligible[i] = eligible[2 * i]!;
      eligible.length = SAMPLE;
      every *= 2;
    }
  }

  const scored: { p: number; chance: number }[] = [];
  for (let i = 0; i < eligible.length; i++) {
    if (i % 20 === 19) yield;
    const p = eligible[i]!;
    next.begin();
    for (let l = people.start[p]!; l < people.start[p + 1]!; l++)
      next.line(people.category[l]!, people.day[l]!, people.linePosition[l]!);
    if (next.read(query.day)) scored.push({ p, chance: Math.max(0, next.chance[model]!) });
  }
  scored.sort((a, b) => b.chance - a.chance || a.p - b.p);
  const likely = scored.slice(0, Math.max(1, Math.round(query.share * scored.length)));
  const scale = eligible.length > 0 ? count / eligible.length : 0;
  return {
    eligible: count,
    people: Math.round(likely.length * scale),
    expected: likely.reduce((sum, { chance }) => sum + chance, 0) * scale,
    sampled: eligible.length,
    reasons: reasonsOf(
      past,
      likely.map(({ p }) => p),
      eligible,
    ),
  };
}

/** Leaf categories by how much more often the likely hold them. */
function reasonsOf({ snapshot }: Past, likely: readonly number[], all: readonly number[]) {
  const { people, categories } = snapshot;
  const n = categories.parent.length;
  const holders = (group: readonly number[]) => {
    const counts = new Int32Array(n);
    const last = new Int32Array(n).fill(-1);
    for (const p of group)
      for (let l = people.start[p]!; l < people.start[p + 1]!; l++) {
        const c = people.category[l]!;
        if (c < 0 || last[c] === p) continue;
        last[c] = p;
        counts[c]!++;
      }
    return counts;
  };
  const [those, everybody] = [holders(likely), holders(all)];
  const reasons: { category: number; share: number; lift: number }[] = [];
  for (let c = 0; c < n; c++) {
    if (those[c]! < HOLDERS) continue;
    const share = those[c]! / likely.length;
    const lift = share / (everybody[c]! / all.length);
    if (lift > 1) reasons.push({ category: c, share, lift });
  }
  return reasons.sort((a, b) => b.lift * Math.sqrt(b.share) - a.lift * Math.sqrt(a.share)).slice(0, REASONS);
}

/** 1 for the category and all below it. */
function below(parent: Int32Array, category: number): Uint8Array {
  return Uint8Array.from(parent, (_, c) => {
    let at = c;
    for (let up = 0; at >= 0 && at !== category && up < 32; up++) at = parent[at]!;
    return at === category ? 1 : 0;
  });
}

function holds(from: number, to: number, categories: Int32Array, inside: Uint8Array): boolean {
  for (let l = from; l < to; l++) {
    const c = categories[l]!;
    if (c >= 0 && inside[c] === 1) return true;
  }
  return false;
}
