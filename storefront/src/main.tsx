import './theme/shop.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.ts';
import { startI18n } from './i18n/index.ts';
import { fetchPages, router } from './router.tsx';

startI18n();
createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
// When the first page is there and nothing else is to be done.
setTimeout(fetchPages, 4_000);
