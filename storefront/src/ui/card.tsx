import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import type { SearchResult, Slot } from '../api/types.ts';
import { money, say } from '../i18n/index.ts';
import { productOf, useImpression } from '../state/seen.ts';
import { Picture } from './picture.tsx';

/** One offer in a list: drawing, title, price, and why it is here. */
export function Card({
  slot,
  surface,
  currency,
}: {
  slot: Slot | SearchResult;
  surface: string;
  currency: string;
}) {
  const { t } = useTranslation();
  const ref = useImpression<HTMLAnchorElement>(slot, surface);
  const offers = 'offer_count' in slot ? slot.offer_count : 1;
  const from = 'from_price_minor' in slot ? slot.from_price_minor : slot.price_minor;
  return (
    <Link
      ref={ref}
      to="/item/$item"
      params={{ item: slot.item_id }}
      state={{ impression: slot.impression_id, surface }}
      className="card"
      onClick={() => tracker.track('Product Clicked', { ...productOf(slot), surface })}
    >
      <Picture id={slot.item_id} category={slot.category_id} />
      <span className="card-title">{say(slot.title)}</span>
      <span className="card-price">
        <b>{money(slot.price_minor, currency)}</b>
        {slot.list_price_minor > slot.price_minor && <s>{money(slot.list_price_minor, currency)}</s>}
      </span>
      {offers > 1 && (
        <span className="card-note">
          {t('card.offers', { count: offers })}
          {from < slot.price_minor && ` · ${t('card.from', { price: money(from, currency) })}`}
        </span>
      )}
      <span className="card-reason">
        {slot.sponsored ? <span className="badge">{say(slot.reason)}</span> : say(slot.reason)}
      </span>
    </Link>
  );
}

/** Places of cards that are still being asked for, at most 24: nothing jumps when they come. */
export function CardGhosts({ count }: { count: number }) {
  return [...'abcdefghijklmnopqrstuvwx'].slice(0, count).map((key) => (
    <div key={key} className="card ghost" aria-hidden="true">
      <span className="picture" />
      <span className="bar" />
      <span className="bar short" />
    </div>
  ));
}
