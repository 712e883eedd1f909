import { createRoot, hydrateRoot } from 'react-dom/client';
import { caller } from './api/client.ts';
import { createQueryClient } from './api/queries.ts';
import { App } from './app.tsx';
import { startI18n } from './i18n/index.ts';
import { type Language, languageOf, STATE_ID } from './page.ts';
import { createShopRouter } from './router.tsx';

const root = document.getElementById('root')!;
const state = document.getElementById(STATE_ID)?.textContent;
// The server has chosen, where it drew the page.
if (!state) document.documentElement.lang = languageOf(document.cookie, navigator.language);
startI18n(document.documentElement.lang as Language);
const queryClient = createQueryClient(caller);
const router = createShopRouter(queryClient);
if (state) {
  // The server drew the page from these answers: it is taken over as it stands.
  for (const [key, data] of JSON.parse(state)) queryClient.setQueryData(key, data);
  router.ssr = { manifest: undefined };
  await router.load();
  hydrateRoot(root, <App queryClient={queryClient} router={router} />);
} else createRoot(root).render(<App queryClient={queryClient} router={router} />);
