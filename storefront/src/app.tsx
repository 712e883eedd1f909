import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ShopRouter } from './router.tsx';
import { StatusContext } from './ui/status.ts';

/** The whole shop: the same in the browser and on the server, or the one could not take over from the other. */
export function App({
  queryClient,
  router,
  onStatus,
}: {
  queryClient: QueryClient;
  router: ShopRouter;
  /** Hears the status of a page that is not there. */
  onStatus?: (status: 404) => void;
}) {
  return (
    <StatusContext value={onStatus}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StatusContext>
  );
}
