import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import { money, say } from '../i18n/index.ts';
import { type CartLine, cart, useCart } from '../state/cart.ts';
import { Shelf } from '../ui/shelf.tsx';

export function Cart() {
  const { t } = useTranslation();
  const lines = useCart();
  useEffect(() => void tracker.track('Cart Viewed', { surface: 'cart' }), []);
  return (
    <>
      <h1>{t('cart.title')}</h1>
      {lines?.length === 0 && <p className="state">{t('cart.empty')}</p>}
      {lines && lines.length > 0 && (
        <>
          <ul className="lines">
            {lines.map((line) => (
              <Line key={line.offer} line={line} />
            ))}
          </ul>
          <p className="total">
            {t('cart.total')} <b>{money(totalOf(lines), lines[0]!.currency)}</b>{' '}
            <Link to="/checkout" className="button">
              {t('cart.checkout')}
            </Link>
          </p>
        </>
      )}
      {lines && (
        <Shelf
          title={t('cart.more')}
          ask={{ scenario: 'cart', k: 6, context: { cart: lines.map(({ item }) => item) } }}
        />
      )}
    </>
  );
}

export function totalOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { price_minor, quantity }) => sum + price_minor * quantity, 0);
}

function Line({ line }: { line: CartLine }) {
  const { t } = useTranslation();
  const title = say(line.title);
  return (
    <li>
      <Link to="/item/$item" params={{ item: line.item }}>
        {title}
      </Link>
      <label>
        <span className="hidden">
          {t('cart.quantity')}: {title}
        </span>
        <input
          type="number"
          min={1}
          max={99}
          value={line.quantity}
          onChange={(event) => cart.setQuantity(line.offer, Number(event.target.value) || 1)}
        />
      </label>
      <b>{money(line.price_minor * line.quantity, line.currency)}</b>
      <button
        type="button"
        className="plain"
        aria-label={`${t('cart.remove')}: ${title}`}
        onClick={() => {
          cart.setQuantity(line.offer, 0);
          tracker.track('Product Removed', { offer_id: line.offer, surface: 'cart' });
        }}
      >
        {t('cart.remove')}
      </button>
    </li>
  );
}
