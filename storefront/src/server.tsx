import type { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory } from '@tanstack/react-router';
import i18next from 'i18next';
import { renderToString } from 'react-dom/server';
import { createCaller } from './api/client.ts';
import { createQueryClient } from './api/queries.ts';
import { App } from './app.tsx';
import { startI18n } from './i18n/index.ts';
import { inScript, type RenderPage } from './page.ts';
import { createShopRouter } from './router.tsx';

startI18n('en');

/** Who visits and what stands above; then what depends on who; then what depends on that. */
const ROUNDS = 3;

/**
 * Draws a page as the browser's first render will: draws it, asks what it asks for, and draws it again with the answers.
 * A question that fails or takes too long stays open: the page shows it as under way, and the browser asks again.
 */
export const renderPage: RenderPage = async ({ url, language, fetch, waitAtMostMs }) => {
  const until = Date.now() + waitAtMostMs;
  const queryClient = createQueryClient(createCaller({ retries: 0, fetch, language: () => language }), true);
  const router = createShopRouter(queryClient, createMemoryHistory({ initialEntries: [url] }));
  await router.load();
  const led = router._serverResult;
  if (led?.type === 'redirect')
    return { status: 302, location: ownPath(led.redirect.headers.get('location')), html: '', state: '' };
  let status = 200;
  const draw = () => {
    status = 200;
    // One language for all of this process, for as long as this synchronous render takes.
    void i18next.changeLanguage(language);
    return renderToString(
      <App
        queryClient={queryClient}
        router={router}
        onStatus={(found) => {
          status = found;
        }}
      />,
    );
  };
  let html = draw();
  for (let round = 0; round < ROUNDS && (await answered(queryClient, until)); round++) html = draw();
  const state = inScript(
    queryClient
      .getQueryCache()
      .getAll()
      .filter(({ state: { status: known } }) => known === 'success')
      .map(({ queryKey, state: { data } }) => [queryKey, data]),
  );
  queryClient.clear();
  return { status, html, state };
};

/** Never `//host`: whoever follows it stays here. */
const ownPath = (location: string | null): string => `/${(location ?? '').replace(/^[/\\]+/, '')}`;

/** Asks what the page just drawn asks for. @returns whether anything was learnt in time */
async function answered(queryClient: QueryClient, until: number): Promise<boolean> {
  const open = queryClient
    .getQueryCache()
    .getAll()
    .filter(
      ({ state: { status }, options }) =>
        status === 'pending' && (options as { enabled?: unknown }).enabled !== false,
    );
  if (open.length === 0) return false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, Math.max(0, until - Date.now()));
  });
  await Promise.race([Promise.allSettled(open.map((query) => query.fetch())), late]);
  clearTimeout(timer);
  return open.some(({ state }) => state.status === 'success');
}
