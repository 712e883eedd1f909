import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
  type SearchSchemaInput,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queries } from './api/queries.ts';
import { Cart } from './pages/cart.tsx';
import { Category } from './pages/category.tsx';
import { Checkout } from './pages/checkout.tsx';
import { Home } from './pages/home.tsx';
import { Item } from './pages/item.tsx';
import { Orders } from './pages/orders.tsx';
import { Privacy } from './pages/privacy.tsx';
import { Search } from './pages/search.tsx';
import { Shop } from './pages/shop.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { Frame } from './ui/frame.tsx';
import { Missing, Problem } from './ui/states.tsx';

/** What a list of items is narrowed by: all of it stands in the address. */
export interface ListSearch {
  q?: string;
  category?: string;
  brand?: string[];
  /** `key=value`. */
  attr?: string[];
  from?: number;
  to?: number;
  sort?: 'price_up' | 'price_down' | 'newest' | 'bought';
  page?: number;
}

const texts = (value: unknown): string[] | undefined => {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (one) => typeof one === 'string' && one !== '',
  ) as string[];
  return list.length > 0 ? list.slice(0, 50) : undefined;
};
const whole = (value: unknown): number | undefined => {
  const n = Number(value);
  return value !== undefined && value !== '' && Number.isSafeInteger(n) && n >= 0 ? n : undefined;
};

/** Reads an address; what makes no sense is left out. */
function listSearch(raw: Record<string, unknown> & SearchSchemaInput): ListSearch {
  const sort = ['price_up', 'price_down', 'newest', 'bought'].find(
    (one) => one === raw.sort,
  ) as ListSearch['sort'];
  const page = whole(raw.page);
  const entries = {
    q: raw.q === undefined ? undefined : String(raw.q).slice(0, 512),
    category: typeof raw.category === 'string' ? raw.category.slice(0, 256) : undefined,
    brand: texts(raw.brand),
    attr: texts(raw.attr)?.filter((one) => one.includes('=')),
    from: whole(raw.from),
    to: whole(raw.to),
    sort,
    page: page && page > 1 ? Math.min(page, 20) : undefined,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as ListSearch;
}

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: Missing,
  errorComponent: ({ error, reset }) => <Problem error={error} again={reset} />,
});
const page = <const P extends string>(path: P, component: () => ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  component: Search,
  validateSearch: listSearch,
});
const category = createRoute({
  getParentRoute: () => root,
  path: '/category/$category',
  component: Category,
  validateSearch: listSearch,
});

// What does not depend on who asks is asked for as soon as a pointer rests on a link.
const item = createRoute({
  getParentRoute: () => root,
  path: '/item/$item',
  component: Item,
  loader: ({ params, context }) => void context.queryClient.prefetchQuery(queries.item(params.item)),
});
const store = createRoute({
  getParentRoute: () => root,
  path: '/store/$shop',
  component: Shop,
  loader: ({ params, context }) => void context.queryClient.prefetchQuery(queries.shop(params.shop)),
});

const routeTree = root.addChildren([
  page('/', Home),
  search,
  category,
  item,
  store,
  page('/cart', Cart),
  page('/checkout', Checkout),
  page('/orders', Orders),
  page('/privacy', Privacy),
  page('/sign-in', SignIn),
]);

/** Every page comes with the first script: together they weigh less than one round trip, and they open offline. */
export const createShopRouter = (queryClient: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    ...(history ? { history } : {}),
    scrollRestoration: history === undefined,
  });
export type ShopRouter = ReturnType<typeof createShopRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: ShopRouter;
  }
}
