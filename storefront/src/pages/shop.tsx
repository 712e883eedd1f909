import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { Shelf } from '../ui/shelf.tsx';
import { Problem } from '../ui/states.tsx';
import { useNotFound } from '../ui/status.ts';

export function Shop() {
  const { t } = useTranslation();
  const { shop } = useParams({ from: '/store/$shop' });
  const { data, error, isError, refetch } = useQuery(queries.shop(shop));
  useEffect(() => {
    if (data) tracker.track('Shop Viewed', { shop_id: data.shop_source_id, surface: 'shop_page' });
  }, [data]);
  if (data === null) return <Unknown />;
  if (isError) return <Problem error={error} again={() => void refetch()} />;
  return (
    <>
      <header className="shop-head">
        <h1>{data ? say(data.name) : '…'}</h1>
        <p className="muted">
          {data ? (
            <>
              <span className="badge quiet">{t(`shop.tier.${data.tier}`)}</span>{' '}
              {t('shop.items', { count: data.item_count })}
            </>
          ) : (
            '\u00a0'
          )}
        </p>
      </header>
      <Shelf title={t('home.title')} ask={{ scenario: 'shop_page', k: 24, context: { shop } }} grid />
    </>
  );
}

function Unknown() {
  const { t } = useTranslation();
  useNotFound();
  return (
    <div className="state">
      <h1>{t('shop.unknown')}</h1>
    </div>
  );
}
