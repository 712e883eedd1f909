import type { z } from 'zod';
import { GcError } from '../../base/index.ts';
import {
  type OwnSearch,
  type OwnSearchBody,
  type Search,
  SearchBody,
  type SearchExplanation,
  type SearchExplanationBody,
} from '../../contracts/index.ts';
import {
  absence,
  explain,
  explainToMerchant,
  type Found,
  offerOf,
  type Recorded,
  whatIf,
} from '../../serve/index.ts';

/** Decides a page that nobody is shown, and reads it at once. */
export interface Rehearsing {
  /** @throws snapshot_absent, reference_unknown */
  rehearse<T>(body: Search, read: (recorded: Recorded) => T): Promise<T>;
}

/**
 * A page of results with everything that made it: words, terms, rules; what a change would do; why an offer is not there.
 * @throws snapshot_absent, reference_unknown
 */
export async function explainSearch(
  serving: Rehearsing,
  body: SearchExplanationBody,
): Promise<SearchExplanation> {
  const { source, query, filters, account, k, offer, what_if } = body;
  const asked = what_if.changes.length + what_if.rules_off.length + what_if.offers.length > 0;
  return serving.rehearse(SearchBody.parse({ source, query, filters, account, k }), (recorded) => {
    const explanation = explain(recorded);
    const found = recorded.past.found!;
    return {
      query: readOf(found),
      total: found.total,
      whole: found.whole,
      explanation,
      what_if: asked ? whatIf(recorded, what_if) : null,
      absence: offer === null ? null : absence(recorded, offerOf(recorded.past.snapshot, offer)),
    };
  });
}

/**
 * The same for a merchant: its own offers, on the page as anybody sees it. Scores and thresholds are others', and stay unsaid.
 * @throws snapshot_absent, reference_unknown; query_forbidden for an offer of somebody else
 */
export async function explainOwnSearch(
  serving: Rehearsing,
  body: z.output<typeof OwnSearchBody>,
  merchantId: string,
): Promise<OwnSearch> {
  return serving.rehearse(SearchBody.parse({ query: body.query, k: body.k }), (recorded) =>
    ownOf(recorded, body.offer, merchantId),
  );
}

function ownOf(recorded: Recorded, offerId: string | null, merchantId: string): OwnSearch {
  const { snapshot } = recorded.past;
  const explanation = explainToMerchant(recorded, merchantId);
  const { found } = recorded.past;
  const about = { query: readOf(found!), total: found!.total };
  if (offerId === null) return { ...about, explanation, offer: null };
  const offer = offerOf(snapshot, offerId);
  const { merchant_id, offer_id, title, words, changes, text, why } = absence(recorded, offer);
  if (merchant_id !== merchantId)
    throw new GcError('query_forbidden', 'A merchant sees its own offers only.');
  return {
    ...about,
    explanation,
    offer: {
      offer_id,
      title,
      price_minor: snapshot.offers.price_minor[offer]!,
      slot:
        why === 'shown' ? (explanation.offers.find((one) => one.offer_id === offer_id)?.slot ?? null) : null,
      text,
      words: words.map(({ word, how, terms, fields }) => ({ word, how, terms, fields })),
      changes: changes.map(({ lever, slot, title: its, text: said }) => ({
        lever,
        slot,
        ...(its ? { title: its } : {}),
        text: said,
      })),
    },
  };
}

function readOf({ query, dropped }: Found): SearchExplanation['query'] {
  return {
    text: query.text,
    corrected: query.corrected,
    words: query.wanted.map(({ word }) => word),
    dropped: [...dropped],
    unknown: [...query.unknown],
  };
}
