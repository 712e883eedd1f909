import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, shopCall, tracker } from '../api/client.ts';
import type { Order } from '../api/types.ts';
import { money, say } from '../i18n/index.ts';
import { cart, useCart } from '../state/cart.ts';
import { useWho } from '../state/who.ts';
import { Shelf } from '../ui/shelf.tsx';
import { totalOf } from './cart.tsx';

export function Checkout() {
  const { t } = useTranslation();
  const lines = useCart();
  const queryClient = useQueryClient();
  const { name, ready } = useWho();
  const [payment, setPayment] = useState<'approved' | 'declined'>('approved');
  // One key for one purchase: a double click, or an answer that got lost, buys once.
  const key = useRef(newKey());
  useEffect(() => void tracker.track('Checkout Started', { surface: 'cart' }), []);
  const pay = useMutation({
    mutationFn: () =>
      shopCall<{ order: Order }>('/checkout', {
        key: key.current,
        payment,
        lines: (lines ?? []).map(({ item, offer, quantity, price_minor, impression_id }) => ({
          item,
          offer,
          quantity,
          price_minor,
          impression_id,
        })),
      }),
    onSuccess: async () => {
      key.current = newKey();
      cart.clear();
      await queryClient.invalidateQueries({ queryKey: ['slates'] });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'price_changed') {
        key.current = newKey();
        cart.correct(
          (error.problem as unknown as { lines: { offer: string; price_minor: number | null }[] }).lines,
        );
      }
    },
  });
  if (pay.data)
    return (
      <>
        <div className="state" role="status">
          <h1>{t('checkout.done', { order: pay.data.order.order })}</h1>
          <Link to="/orders" className="button">
            {t('checkout.see')}
          </Link>
        </div>
        <Shelf
          title={t('checkout.next')}
          ask={{
            scenario: 'after_purchase',
            k: 6,
            context: { order: pay.data.order.lines.map(({ item }) => item) },
          }}
        />
      </>
    );
  const code = pay.error instanceof ApiError ? pay.error.code : null;
  return (
    <>
      <h1>{t('checkout.title')}</h1>
      {code && (
        <p className="notice" role="alert">
          {code === 'price_changed'
            ? t('checkout.changed')
            : code === 'payment_declined'
              ? t('checkout.declinedWas')
              : code === 'unauthenticated'
                ? t('checkout.signIn')
                : t('error.unreachable')}
        </p>
      )}
      {lines?.length === 0 && <p className="state">{t('cart.empty')}</p>}
      {lines && lines.length > 0 && (
        <>
          <ul className="lines">
            {lines.map((line) => (
              <li key={line.offer}>
                <span>{say(line.title)}</span>
                <span>× {line.quantity}</span>
                <b>{money(line.price_minor * line.quantity, line.currency)}</b>
              </li>
            ))}
          </ul>
          {ready && !name ? (
            <p>
              <Link to="/sign-in" className="button">
                {t('checkout.signIn')}
              </Link>
            </p>
          ) : (
            <form
              className="payment"
              onSubmit={(event) => {
                event.preventDefault();
                if (!pay.isPending) pay.mutate();
              }}
            >
              <fieldset>
                <legend>{t('checkout.test')}</legend>
                {(['approved', 'declined'] as const).map((one) => (
                  <label key={one}>
                    <input
                      type="radio"
                      name="payment"
                      checked={payment === one}
                      onChange={() => setPayment(one)}
                    />{' '}
                    {t(`checkout.${one}`)}
                  </label>
                ))}
              </fieldset>
              <button type="submit" className="button large" disabled={pay.isPending}>
                {t('checkout.pay', { total: money(totalOf(lines), lines[0]!.currency) })}
              </button>
            </form>
          )}
        </>
      )}
    </>
  );
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
