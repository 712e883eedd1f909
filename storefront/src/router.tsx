import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchSchemaInput,
} from '@tanstack/react-router';
import { queries, queryClient } from './api/queries.ts';
import { Home } from './pages/home.tsx';
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

const pages: { preload?: () => Promise<unknown> | undefined }[] = [];
const lazy: typeof lazyRouteComponent = (importer, name) => {
  const component = lazyRouteComponent(importer, name);
  pages.push(component);
  return component;
};
/** Fetches the pages that are not open yet: they are small, and whoever goes offline can still turn to them. */
export function fetchPages(): void {
  for (const page of pages) page.preload?.()?.catch(() => undefined);
}

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Missing,
  errorComponent: ({ error, reset }) => <Problem error={error} again={reset} />,
});
const page = <const P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  component: lazy(() => import('./pages/search.tsx'), 'Search'),
  validateSearch: listSearch,
});
const category = createRoute({
  getParentRoute: () => root,
  path: '/category/$category',
  component: lazy(() => import('./pages/category.tsx'), 'Category'),
  validateSearch: listSearch,
});

// What does not depend on who asks is asked for while the page itself is on its way.
const item = createRoute({
  getParentRoute: () => root,
  path: '/item/$item',
  component: lazy(() => import('./pages/item.tsx'), 'Item'),
  loader: ({ params }) => void queryClient.prefetchQuery(queries.item(params.item)),
});
const store = createRoute({
  getParentRoute: () => root,
  path: '/store/$shop',
  component: lazy(() => import('./pages/shop.tsx'), 'Shop'),
  loader: ({ params }) => void queryClient.prefetchQuery(queries.shop(params.shop)),
});

export const router = createRouter({
  routeTree: root.addChildren([
    createRoute({ getParentRoute: () => root, path: '/', component: Home }),
    search,
    category,
    item,
    store,
    page(
      '/cart',
      lazy(() => import('./pages/cart.tsx'), 'Cart'),
    ),
    page(
      '/checkout',
      lazy(() => import('./pages/checkout.tsx'), 'Checkout'),
    ),
    page(
      '/orders',
      lazy(() => import('./pages/orders.tsx'), 'Orders'),
    ),
    page(
      '/privacy',
      lazy(() => import('./pages/privacy.tsx'), 'Privacy'),
    ),
    page(
      '/sign-in',
      lazy(() => import('./pages/sign-in.tsx'), 'SignIn'),
    ),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
