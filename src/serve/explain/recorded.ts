import type { Decision } from '../../contracts/index.ts';
import { decide } from '../decide/decide.ts';
import type { Past } from '../decide/past.ts';
import { newWatch, type Watch } from '../decide/types.ts';
import { liveOf } from '../replay/replay.ts';
import type { CompiledPolicy } from '../rules/index.ts';
import { type OfferChange, pastOn, withChanges } from './change.ts';

/** A decision with what it was made from. */
export interface Recorded {
  readonly decision: Decision;
  readonly past: Past;
  readonly policy: CompiledPolicy;
}

/** What may differ when it is decided again. */
export interface Otherwise {
  readonly changes?: readonly OfferChange[];
  readonly off?: ReadonlySet<string>;
}

/** Decides again as recorded, or with something changed: the same live values, clock and seed. */
export function again(
  { decision, past, policy }: Recorded,
  { changes = [], off }: Otherwise = {},
  watch?: Watch,
): Decision {
  const { decision_id, build, request, clock, seed } = decision;
  const on = changes.length === 0 ? past : pastOn(past, withChanges(past.snapshot, changes));
  return decide(
    {
      past: on,
      policy,
      live: liveOf(decision),
      request,
      clock,
      seed,
      decision_id,
      build,
      ...(off ? { off } : {}),
    },
    watch,
  );
}

/** The same with every step, and what it was decided on: it holds the person and what was found until the next decision. */
export function watched(
  recorded: Recorded,
  { changes = [], off }: Otherwise = {},
): { decision: Decision; watch: Watch; past: Past } {
  const watch = newWatch();
  const past =
    changes.length === 0
      ? recorded.past
      : pastOn(recorded.past, withChanges(recorded.past.snapshot, changes));
  const decision = again({ ...recorded, past }, off ? { off } : {}, watch);
  return { decision, watch, past };
}

/** Where an offer would stand with a change, or null. */
export function slotWith(recorded: Recorded, offer: number, change: OfferChange): number | null {
  const id = recorded.past.snapshot.offers.id.at(offer);
  const { slots } = again(recorded, { changes: [change] });
  return slots.find(({ offer_id }) => offer_id === id)?.slot ?? null;
}
