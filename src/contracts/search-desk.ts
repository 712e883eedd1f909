import { z } from 'zod';
import { SourceId, SourceName } from './common.ts';
import {
  Absence,
  DecisionExplanation,
  LEVERS,
  MerchantExplanation,
  QueryWord,
  WhatIfAnswer,
  WhatIfBody,
} from './explain.ts';
import { SearchFilters } from './search.ts';

/** What operators and merchants ask of search: why a page is as it is, how good it is, and what is looked for in vain. */

const count = z.number().int().min(0);
const Title = z.object({ en: z.string(), zh: z.string() });
const Query = z.string().trim().min(1).max(512);

/** A page that nobody is shown: nothing of it is logged. */
export const SearchExplanationBody = z.object({
  source: SourceName.default('storefront'),
  query: Query,
  filters: SearchFilters.prefault({}),
  account: SourceId.nullable().default(null),
  k: z.number().int().min(1).max(50).default(10),
  /** Any offer (`ofr_…`): why it is not on the page, and what would put it there. */
  offer: z.string().min(1).max(64).nullable().default(null),
  what_if: WhatIfBody.prefault({}),
});
export type SearchExplanationBody = z.output<typeof SearchExplanationBody>;

/** How a query was read. */
const Read = z.object({
  text: z.string(),
  corrected: z.string().nullable(),
  words: z.array(z.string()),
  dropped: z.array(z.string()),
  unknown: z.array(z.string()),
});

export const SearchExplanation = z
  .object({
    query: Read,
    /** Items that match, and those of them that have all words. */
    total: count,
    whole: count,
    explanation: DecisionExplanation,
    /** Where something was to differ; else null. */
    what_if: WhatIfAnswer.nullable(),
    absence: Absence.nullable(),
  })
  .meta({ id: 'SearchExplanation' });
export type SearchExplanation = z.infer<typeof SearchExplanation>;

export const OwnSearchBody = z.object({
  query: Query,
  /** For operators: whose view. */
  merchant_id: z.string().max(64).optional(),
  /** An own offer to be told of. */
  offer: z.string().min(1).max(64).nullable().default(null),
  k: z.number().int().min(1).max(50).default(24),
});

/** A merchant's own offers on a page that nobody in particular asks for; nothing of others is in it. */
export const OwnSearch = z
  .object({
    query: Read,
    total: count,
    explanation: MerchantExplanation,
    offer: z
      .object({
        offer_id: z.string(),
        title: Title,
        price_minor: z.number(),
        /** Place on the page, or null. */
        slot: count.nullable(),
        text: Title,
        words: z.array(QueryWord.omit({ relevance: true, amount_minor: true })),
        changes: z.array(
          z.object({ lever: z.enum(LEVERS), slot: count, title: Title.optional(), text: Title }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'OwnSearch' });
export type OwnSearch = z.infer<typeof OwnSearch>;

/** How well an item answers a query: 3 exactly, 2 nearly, 1 related, 0 not. */
export const Judgement = z.object({
  query: Query,
  /** Ours (`itm_…`), the source's, or an offer of it. */
  item: SourceId,
  grade: z.number().int().min(0).max(3),
});

export const JudgeBody = z.object({
  source: SourceName.default('storefront'),
  judgements: z.array(Judgement).min(1).max(1000),
});
export type JudgeBody = z.output<typeof JudgeBody>;
export const JudgeReceipt = z.object({ recorded: count });

export const SearchRun = z
  .object({
    run_id: z.number().int(),
    at: z.string(),
    author: z.string(),
    policy_version: z.number().int(),
    snapshot_hash: z.string(),
    query_count: count,
    /** Mean of the queries' nDCG@10, 0 … 1; null where none has a judgement above 0. */
    ndcg: z.number().nullable(),
  })
  .meta({ id: 'SearchRun' });
export type SearchRun = z.infer<typeof SearchRun>;

export const SearchQualityQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(14) });

export const SearchQuality = z
  .object({
    /** Judged queries as the live policy and snapshot answer them: the worst first; at most 200. */
    judged: z.array(z.object({ query: z.string(), judgement_count: count, ndcg: z.number().nullable() })),
    runs: z.array(SearchRun),
    /** Of what was asked in those days: queries that find nothing now, or not all of whose words anything has; at most 100. */
    in_vain: z.array(
      z.object({
        query: z.string(),
        asked_count: count,
        found: count,
        dropped: z.array(z.string()),
        unknown: z.array(z.string()),
      }),
    ),
    query_count: count,
    asked_count: count,
    /** By place on the page. A click counts where the log knows its impression. */
    slots: z.array(z.object({ slot: count, impression_count: count, click_count: count })),
    from: z.string(),
    until: z.string(),
  })
  .meta({ id: 'SearchQuality' });
export type SearchQuality = z.infer<typeof SearchQuality>;
