import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ItemView } from '../api/types.ts';
import { attributeName, money, say } from '../i18n/index.ts';
import { cart } from '../state/cart.ts';
import { productOf } from '../state/seen.ts';
import { Picture } from '../ui/picture.tsx';
import { Shelf, Shelves } from '../ui/shelf.tsx';
import { Problem } from '../ui/states.tsx';
import { useNotFound } from '../ui/status.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The impression that led to this page, and where it was. */
    impression?: string;
    surface?: string;
  }
}

export function Item() {
  const { t } = useTranslation();
  const { item } = useParams({ from: '/item/$item' });
  const { data, error, isError, refetch } = useQuery(queries.item(item));
  if (data === null) return <Gone />;
  if (isError) return <Problem error={error} again={() => void refetch()} />;
  return (
    <>
      {data ? <Details view={data} key={data.item_id} /> : <DetailsGhost />}
      {/* Asked for at once, and shown when it is known how tall what stands above is. */}
      <div hidden={!data}>
        <Shelves
          of={[
            {
              title: t('item.alternatives'),
              ask: { scenario: 'item_alternatives', k: 6, context: { item } },
            },
            { title: t('item.complements'), ask: { scenario: 'item_complements', k: 6, context: { item } } },
          ]}
        />
      </div>
    </>
  );
}

/** Of an old link. */
function Gone() {
  const { t } = useTranslation();
  useNotFound();
  return (
    <>
      <div className="state">
        <h1>{t('item.gone')}</h1>
        <p>{t('item.goneMore')}</p>
      </div>
      <Shelf title={t('home.visitor')} ask={{ scenario: 'home_feed', k: 12 }} grid />
    </>
  );
}

function DetailsGhost() {
  return (
    <div className="item ghost" aria-busy="true">
      <span className="picture large" />
      <div>
        <span className="bar short" />
        <span className="bar" />
      </div>
    </div>
  );
}

function Details({ view }: { view: ItemView }) {
  const { t } = useTranslation();
  const { impression = '', surface = 'item' } = useLocation({ select: (at) => at.state });
  const available = view.offers.filter((offer) => offer.available);
  const [chosen, setChosen] = useState(available[0]?.offer_id ?? '');
  const offer = view.offers.find(({ offer_id }) => offer_id === chosen) ?? view.offers[0];
  const [added, setAdded] = useState(false);
  const first = (available[0] ?? view.offers[0])?.offer_source_id;
  // Told once, when the page is left: as of when it was opened, with how long it was looked at.
  useEffect(() => {
    const started = Date.now();
    let told = false;
    const tell = () => {
      if (told) return;
      told = true;
      tracker.track(
        'Product Viewed',
        {
          product_id: view.item_source_id,
          ...(first ? { offer_id: first } : {}),
          surface,
          duration_ms: Math.min(86_400_000, Date.now() - started),
          ...(impression ? { impression_id: impression, request_id: impression.replace(/\.\d+$/, '') } : {}),
        },
        { timestamp: new Date(started).toISOString() },
      );
    };
    // Before the tracker's own listener sends what waits.
    addEventListener('pagehide', tell, { capture: true });
    return () => {
      removeEventListener('pagehide', tell, { capture: true });
      tell();
    };
  }, [view.item_source_id, first, impression, surface]);
  const add = () => {
    if (!offer) return;
    cart.add({
      item: view.item_id,
      offer: offer.offer_id,
      title: view.title,
      price_minor: offer.price_minor,
      list_price_minor: offer.list_price_minor,
      currency: view.currency,
      quantity: 1,
      impression_id: impression,
    });
    setAdded(true);
    tracker.track('Product Added', {
      ...productOf({
        item_source_id: view.item_source_id,
        offer_source_id: offer.offer_source_id,
        price_minor: offer.price_minor,
        impression_id: impression || undefined,
      }),
      quantity: 1,
      surface,
    });
  };
  return (
    <article className="item">
      <JsonLd view={view} />
      <Picture id={view.item_id} category={view.path.at(-1)?.category_id ?? ''} large />
      <div>
        <nav className="path" aria-label={t('nav.categories')}>
          {view.path.map(({ category_id, name }) => (
            <Link key={category_id} to="/category/$category" params={{ category: category_id }} search={{}}>
              {say(name)}
            </Link>
          ))}
        </nav>
        <h1>{say(view.title)}</h1>
        {view.brand && (
          <p className="muted">
            {t('item.brand')}: {say(view.brand.name)}
          </p>
        )}
        {offer && (
          <>
            <p className="item-price">
              <b>{money(offer.price_minor, view.currency)}</b>
              {offer.list_price_minor > offer.price_minor && (
                <s>{money(offer.list_price_minor, view.currency)}</s>
              )}
            </p>
            <p className="muted">
              <Link to="/store/$shop" params={{ shop: offer.shop_id }}>
                {t('item.soldBy', { shop: say(offer.shop) })}
              </Link>{' '}
              <span className="badge quiet">{t(`shop.tier.${offer.tier}`)}</span>
            </p>
            <button type="button" className="button large" disabled={!offer.available} onClick={add}>
              {offer.available ? t('item.add') : t('item.unavailable')}
            </button>{' '}
            <span role="status">
              {added && (
                <Link to="/cart" className="muted">
                  {t('item.added')}
                </Link>
              )}
            </span>
          </>
        )}
        {view.offers.length > 1 && (
          <fieldset className="offers">
            <legend>{t('item.others', { count: view.offers.length - 1 })}</legend>
            {view.offers.map((one) => (
              <label key={one.offer_id}>
                <input
                  type="radio"
                  name="offer"
                  checked={one.offer_id === offer?.offer_id}
                  disabled={!one.available}
                  onChange={() => setChosen(one.offer_id)}
                />
                <span>{say(one.shop)}</span>
                <b>{money(one.price_minor, view.currency)}</b>
              </label>
            ))}
          </fieldset>
        )}
        {Object.keys(view.attributes).length > 0 && (
          <dl className="facts">
            {Object.entries(view.attributes).map(([key, value]) => (
              <div key={key}>
                <dt>{attributeName(key)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </article>
  );
}

/** schema.org, for whoever reads pages by machine. */
function JsonLd({ view }: { view: ItemView }) {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency: view.currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    productID: view.item_id,
    name: say(view.title),
    ...(view.brand ? { brand: { '@type': 'Brand', name: say(view.brand.name) } } : {}),
    category: view.path.map(({ name }) => say(name)).join(' > '),
    offers: view.offers.map((offer) => ({
      '@type': 'Offer',
      identifier: offer.offer_id,
      price: (offer.price_minor / 10 ** digits).toFixed(digits),
      priceCurrency: view.currency,
      availability: `https://schema.org/${offer.available ? 'InStock' : 'OutOfStock'}`,
      seller: { '@type': 'Organization', name: say(offer.merchant) },
    })),
  };
  // `<` is escaped so that no title can end the script.
  return <script type="application/ld+json">{JSON.stringify(data).replaceAll('<', '\\u003c')}</script>;
}
