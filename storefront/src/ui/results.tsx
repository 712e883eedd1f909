import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tracker } from '../api/client.ts';
import { LAST_PAGE, PAGE, queries } from '../api/queries.ts';
import type { SearchAnswer } from '../api/types.ts';
import type { ListSearch } from '../router.tsx';
import { useWho } from '../state/who.ts';
import { Card, CardGhosts } from './card.tsx';
import { type Change, Facets } from './facets.tsx';
import { Missing, Problem } from './states.tsx';

/** A list of items, narrowed and ordered by what stands in the address. */
export function Results({
  search,
  category,
  heading,
}: {
  search: ListSearch;
  category?: string;
  heading?: string;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { who, ready } = useWho();
  const ask = {
    query: search.q ?? '',
    category: search.category ?? category,
    brands: search.brand,
    attributes: attributesOf(search.attr),
    price_from_minor: search.from === undefined ? undefined : search.from * 100,
    price_to_minor: search.to === undefined ? undefined : search.to * 100,
    sort: search.sort,
    page: search.page,
  };
  const query = useQuery({ ...queries.search(who, ask), enabled: ready });
  const { data } = query;
  const change: Change = (next) => {
    const { page: _, ...rest } = { ...search, ...next };
    const kept = Object.fromEntries(
      Object.entries(rest).filter(([, v]) => v !== undefined && !(Array.isArray(v) && v.length === 0)),
    );
    void navigate({ to: '.', search: kept } as never);
  };
  useEffect(() => {
    if (data && (search.q || category))
      tracker.track('Product List Viewed', {
        surface: category ? 'category_page' : 'search',
        query: search.q,
        request_id: data.decision_id,
        value: data.total,
      });
  }, [data, search.q, category]);
  // Of an old link: a category or brand that is no more.
  if (data === null) return <Missing />;
  if (query.isError) return <Problem error={query.error} again={() => void query.refetch()} />;
  const title =
    heading ??
    (!data
      ? (search.q ?? '\u00a0')
      : search.q
        ? t('search.results', { count: data.total, query: search.q })
        : t('search.all', { count: data.total }));
  return (
    <div className="results">
      <Facets answer={data} search={search} change={change} />
      <section aria-busy={query.isFetching}>
        <div className="results-head">
          <h1 title={title}>{title}</h1>
          <label>
            {t('search.sort')}{' '}
            <select
              value={search.sort ?? 'best'}
              onChange={(event) =>
                change({
                  sort:
                    event.target.value === 'best'
                      ? undefined
                      : (event.target.value as NonNullable<ListSearch['sort']>),
                })
              }
            >
              {(['best', 'price_up', 'price_down', 'newest', 'bought'] as const).map((sort) => (
                <option key={sort} value={sort}>
                  {t(`search.sorts.${sort}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {data && <HowRead answer={data} asked={search.q ?? ''} />}
        {data?.results.length === 0 && <p className="state">{t('search.none')}</p>}
        <div className="grid">
          {data ? (
            data.results.map((slot) => (
              <Card
                key={slot.impression_id}
                slot={slot}
                surface={search.q ? 'search' : 'category_page'}
                currency={data.currency}
              />
            ))
          ) : (
            <CardGhosts count={12} />
          )}
        </div>
        {data?.canal && (
          <aside className="beside">
            <h2>{t('search.canal')}</h2>
            <div className="row">
              <Card slot={data.canal} surface="search" currency={data.currency} />
            </div>
          </aside>
        )}
        {data && (
          <Pages
            total={data.total}
            page={search.page ?? 1}
            go={(page) => void navigate({ to: '.', search: { ...search, page } } as never)}
          />
        )}
      </section>
    </div>
  );
}

/** How the words were read, where that is not plain. */
function HowRead({ answer, asked }: { answer: SearchAnswer; asked: string }) {
  const { t } = useTranslation();
  const lines = [
    answer.recovery === 'popular' && asked && t('search.popular', { query: asked }),
    answer.query.corrected && t('search.corrected', { text: answer.query.corrected }),
    answer.query.dropped.length > 0 &&
      t('search.dropped', { words: [...answer.query.dropped, ...answer.query.unknown].join(', ') }),
  ].filter(Boolean);
  return lines.length > 0 ? (
    <p className="notice" role="status">
      {lines.join(' ')}
    </p>
  ) : null;
}

function Pages({ total, page, go }: { total: number; page: number; go: (page: number) => void }) {
  const { t } = useTranslation();
  const last = Math.min(LAST_PAGE, Math.ceil(total / PAGE));
  if (last <= 1) return null;
  return (
    <nav className="pages" aria-label={t('search.page', { page })}>
      <button type="button" className="button small" disabled={page <= 1} onClick={() => go(page - 1)}>
        {t('search.previous')}
      </button>
      <span>
        {page} / {last}
      </span>
      <button type="button" className="button small" disabled={page >= last} onClick={() => go(page + 1)}>
        {t('search.next')}
      </button>
      {page === LAST_PAGE && total > LAST_PAGE * PAGE && <p>{t('search.tooFar', { n: LAST_PAGE * PAGE })}</p>}
    </nav>
  );
}

function attributesOf(list: readonly string[] | undefined): Record<string, string[]> | undefined {
  if (!list?.length) return undefined;
  const of: Record<string, string[]> = {};
  for (const one of list) {
    const cut = one.indexOf('=');
    const key = one.slice(0, cut);
    of[key] = [...(of[key] ?? []), one.slice(cut + 1)];
  }
  return of;
}
