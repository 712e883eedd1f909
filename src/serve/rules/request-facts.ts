import { businessDate } from '../../base/index.ts';
import type { NormalisedRequest } from '../../contracts/index.ts';
import type { RequestFacts } from './vocabulary.ts';

type When = Pick<RequestFacts, 'date' | 'hour' | 'weekday'>;

const QUARTER_MS = 900_000;
/** The last quarter of an hour asked for: offsets of zones are whole quarters, so one answer holds for all of it. */
let last: { readonly quarter: number; readonly timezone: string; readonly when: When } | null = null;

/** What rules may read of a request. The person is not in it. */
export function requestFacts(request: NormalisedRequest, clock: number, timezone: string): RequestFacts {
  const { scenario, region, locale, category_id, item_id, offer_id, shop_id, query } = request;
  return {
    scenario,
    region,
    locale,
    category_id,
    item_id,
    offer_id,
    shop_id,
    query,
    ...whenOf(clock, timezone),
  };
}

function whenOf(clock: number, timezone: string): When {
  const quarter = Math.floor(clock / QUARTER_MS);
  if (last?.quarter !== quarter || last.timezone !== timezone) {
    const date = businessDate(clock, timezone);
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' }).format(
        clock,
      ),
    );
    const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
    last = { quarter, timezone, when: { date, hour, weekday } };
  }
  return last.when;
}
