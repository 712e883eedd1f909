import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { GcError } from '../../base/index.ts';
import type { Audience, AudienceBody } from '../../contracts/index.ts';
import { audienceOf, nameOf, type Past } from '../../serve/index.ts';
import { find } from './normalise.ts';

export interface AudienceOptions {
  /** Fewest people that a number may rest on. */
  readonly least: number;
  readonly day: number;
}

/**
 * Who should hear of a category or an offer, as numbers. Other requests are answered in between.
 * @param past of this question alone: its scratch memory is in use over many turns of the loop
 * @throws reference_unknown, validation_failed where neither or both are named; dimension_absent where the snapshot has no model
 */
export async function audience(
  past: Past,
  body: z.output<typeof AudienceBody>,
  { least, day }: AudienceOptions,
): Promise<Audience> {
  const { snapshot, next } = past;
  const { offers, categories } = snapshot;
  const ref = body.offer ?? body.category;
  if (ref === null || (body.offer !== null && body.category !== null))
    throw new GcError('validation_failed', 'Name a category or an offer, one of the two.');
  const kind = body.offer === null ? 'category' : 'offer';
  const id = find(snapshot, kind, body.source, ref);
  if (id === '')
    throw new GcError('reference_unknown', `${kind} ${JSON.stringify(ref)} is not in the snapshot.`);
  const offer = kind === 'offer' ? offers.find(id) : -1;
  const category = offer < 0 ? categories.find(id) : offers.category[offer]!;

  const work = audienceOf(past, {
    category,
    position: offer < 0 ? Number.NaN : offers.position[offer]!,
    distance: body.position_distance,
    share: body.share,
    day,
  });
  let step = work.next();
  while (!step.done) {
    await setImmediate();
    step = work.next();
  }
  const found = step.value;
  if (!found || !next)
    throw new GcError(
      'dimension_absent',
      'The snapshot holds no next-category model that knows this category.',
    );
  const suppressed = found.people < least;
  const label = (c: number) => {
    const { en, zh } = nameOf(categories, c);
    return { en, 'zh-CN': zh };
  };
  const [first] = found.reasons;
  return {
    category_id: categories.id.at(category),
    label: label(category),
    suppressed,
    // To tens, as every number about people who are not one's own.
    eligible_count: suppressed ? null : 10 * Math.round(found.eligible / 10),
    people_count: suppressed ? null : 10 * Math.round(found.people / 10),
    expected_first_purchases: suppressed ? null : Math.round(found.expected),
    horizon_days: next.horizon,
    reasons: suppressed
      ? []
      : found.reasons.map(({ category: c, share, lift }) => ({
          category_id: categories.id.at(c),
          label: label(c),
          share: Math.round(100 * share) / 100,
          lift: Math.round(100 * lift) / 100,
        })),
    crowd: {
      holds_category_id: suppressed || !first ? null : categories.id.at(first.category),
      lacks_category_id: categories.id.at(category),
    },
  };
}
