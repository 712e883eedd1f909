import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { queries, queryClient } from '../api/queries.ts';
import { NotFound, RouteError, Waiting } from '../components/states.tsx';
import { parseSearch, type Search } from './search.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { to?: string } =>
    // Only addresses of this console: never //host or https:.
    typeof raw.to === 'string' && /^\/(?![/\\])/.test(raw.to) ? { to: raw.to } : {},
  component: lazyRouteComponent(() => import('../routes/sign-in.tsx'), 'SignIn'),
});

/** Everything behind the sign-in. The view (date, knowledge, reading) travels along from screen to screen. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  validateSearch: parseSearch,
  search: { middlewares: [retainSearchParams<Search>(['as_of', 'known_at', 'variant', 'scope'])] },
  beforeLoad: async ({ location }) => {
    try {
      return { me: await queryClient.ensureQueryData(queries.me()) };
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 401)
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
      throw error;
    }
  },
  component: Shell,
  errorComponent: RouteError,
});

const screen = <const P extends string>(
  path: P,
  load: () => Promise<Record<string, unknown>>,
  name: string,
) =>
  createRoute({
    getParentRoute: () => app,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, () => React.JSX.Element>>, name),
  });

const tree = root.addChildren([
  signIn,
  app.addChildren([
    screen('/', () => import('../routes/home.tsx'), 'Home'),
    screen('/overview', () => import('../routes/overview.tsx'), 'Overview'),
    screen('/opportunities', () => import('../routes/opportunities.tsx'), 'Opportunities'),
    screen('/white-space', () => import('../routes/white-space.tsx'), 'WhiteSpace'),
    screen('/incubator', () => import('../routes/incubator.tsx'), 'Incubator'),
    screen('/trends', () => import('../routes/trends.tsx'), 'Trends'),
    screen('/defence', () => import('../routes/defence.tsx'), 'Defence'),
    screen('/crowds', () => import('../routes/crowds.tsx'), 'Crowds'),
    screen('/categories', () => import('../routes/categories.tsx'), 'Categories'),
    screen('/categories/$id', () => import('../routes/category.tsx'), 'Category'),
    screen('/merchants', () => import('../routes/merchants.tsx'), 'Merchants'),
    screen('/merchants/$id', () => import('../routes/merchant.tsx'), 'Merchant'),
    screen('/cohorts', () => import('../routes/cohorts.tsx'), 'Cohorts'),
    screen('/registry', () => import('../routes/registry.tsx'), 'Registry'),
    screen('/imports', () => import('../routes/imports.tsx'), 'Imports'),
    screen('/imports/$id', () => import('../routes/import.tsx'), 'Import'),
    screen('/rejected', () => import('../routes/rejected.tsx'), 'Rejected'),
    screen('/people', () => import('../routes/people.tsx'), 'People'),
    screen('/keys', () => import('../routes/keys.tsx'), 'Keys'),
    screen('/settings', () => import('../routes/settings.tsx'), 'Settings'),
    screen('/audit', () => import('../routes/audit.tsx'), 'Audit'),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 150,
  defaultErrorComponent: RouteError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
