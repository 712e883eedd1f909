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
import { dataScreens } from '../areas/data.ts';
import { instanceScreens } from '../areas/instance.ts';
import { marketScreens } from '../areas/market.ts';
import { poolScreens } from '../areas/pool.ts';
import { searchingScreens } from '../areas/searching.ts';
import { servingScreens } from '../areas/serving.ts';
import { surveyScreens } from '../areas/survey.ts';
import { NotFound, RouteError, Waiting } from '../components/states.tsx';
import { mapFlows } from '../routes/canal-map.tsx';
import { Home } from '../routes/home.tsx';
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

/** While the server is busy counting, the frame comes without them rather than not at all. */
const FRAME_WAIT_MS = 1_500;

/** Everything behind the sign-in. The view (date, knowledge, reading) travels along from screen to screen. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  validateSearch: parseSearch,
  search: { middlewares: [retainSearchParams<Search>(['as_of', 'known_at', 'variant', 'scope'])] },
  beforeLoad: async ({ location }) => {
    // Name, freshness and the simulated label are part of the frame: awaited, so that nothing moves when they come.
    const status = queryClient.ensureQueryData(queries.status()).catch(() => undefined);
    try {
      const me = await queryClient.ensureQueryData(queries.me());
      await Promise.race([status, new Promise((done) => setTimeout(done, FRAME_WAIT_MS))]);
      return { me };
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 401)
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
      throw error;
    }
  },
  component: Shell,
  errorComponent: RouteError,
});

/** A screen behind the sign-in; its script is loaded when it is shown. Areas list theirs in src/areas. */
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

export type Screen = typeof screen;

/** Comes with the first script; where its flows are there in no time, it is drawn once, with them. */
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: Home,
  loaderDeps: ({ search: { level } }) => ({ level }),
  loader: ({ context: { me }, deps: { level } }) =>
    me.role === 'operator' ? queryClient.prefetchQuery(mapFlows(level)) : undefined,
});

const tree = root.addChildren([
  signIn,
  app.addChildren([
    home,
    ...surveyScreens(screen),
    ...servingScreens(screen),
    ...searchingScreens(screen),
    ...marketScreens(screen),
    ...poolScreens(screen),
    ...dataScreens(screen),
    ...instanceScreens(screen),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 150,
  // What waits gives way at once to what came.
  defaultPendingMinMs: 0,
  defaultErrorComponent: RouteError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
