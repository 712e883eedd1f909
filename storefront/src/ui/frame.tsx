import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shopCall, tracker } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { changeLanguage, currentLanguage, say } from '../i18n/index.ts';
import { useCart } from '../state/cart.ts';
import { useWho } from '../state/who.ts';
import { SearchBox } from './search-box.tsx';
import { Offline, Preparing } from './states.tsx';

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation();
  const { name } = useWho();
  const queryClient = useQueryClient();
  const count = (useCart() ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    tracker.page(path.split('/')[1] || 'home', { path });
    // A new page is read from its beginning; the first one as the browser likes.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  const signOut = useMutation({
    mutationFn: () => shopCall('/sign-out', {}),
    onSuccess: () => queryClient.resetQueries(),
  });
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <p className="simulated">{t('simulated')}</p>
      <header className="top">
        <Link to="/" className="brand">
          {t('name')}
        </Link>
        <SearchBox />
        <nav aria-label={t('name')}>
          <Link to="/cart" className="cart-link">
            {t('nav.cart')}
            {count > 0 && <span className="count">{count}</span>}
          </Link>
          {name ? (
            <>
              <Link to="/orders">{t('nav.orders')}</Link>
              <Link to="/privacy">{t('nav.privacy')}</Link>
              <button
                type="button"
                className="plain"
                onClick={() => signOut.mutate()}
                title={t('nav.hello', { name })}
              >
                {t('nav.signOut')}
              </button>
            </>
          ) : (
            <Link to="/sign-in">{t('nav.signIn')}</Link>
          )}
          <button
            type="button"
            className="plain"
            lang={currentLanguage() === 'en' ? 'zh-CN' : 'en'}
            onClick={async () => {
              await changeLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en');
              await queryClient.invalidateQueries();
            }}
          >
            {currentLanguage() === 'en' ? '中文' : 'English'}
          </button>
        </nav>
      </header>
      <Categories />
      <Offline />
      <Preparing />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}

/** Top categories, the fullest first. */
function Categories() {
  const { t } = useTranslation();
  const { data } = useQuery(queries.tree());
  const tops = (data?.data ?? [])
    .filter(({ parent_id, item_count }) => parent_id === null && item_count > 0)
    .sort((a, b) => b.item_count - a.item_count)
    .slice(0, 14);
  return (
    <nav className="categories" aria-label={t('nav.categories')}>
      {tops.map(({ category_id, name }) => (
        <Link key={category_id} to="/category/$category" params={{ category: category_id }} search={{}}>
          {say(name)}
        </Link>
      ))}
    </nav>
  );
}
