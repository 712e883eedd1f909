import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { queries, type View } from '../api/queries.ts';
import type { InstanceStatus, Me } from '../api/types.ts';
import type { Search } from './search.ts';

/** Who is signed in; loaded before any screen is. */
export function useMe(): Me {
  return useSuspenseQuery(queries.me()).data;
}

export function useStatus(): InstanceStatus | undefined {
  return useQuery(queries.status()).data;
}

/** The state kept in the address. Screens hold no other. */
export function useAddress(): Search {
  return useSearch({ strict: false }) as Search;
}

/** Changes the address; `undefined` takes a key out. The back button undoes it. */
export function useSetAddress(): (
  change: Partial<Record<keyof Search, string | number | undefined>>,
) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) => {
      void navigate({
        to: '.',
        search: ((now: Search) => {
          const next: Record<string, unknown> = { ...now, ...change };
          for (const key of Object.keys(change))
            if (next[key] === undefined || next[key] === '') delete next[key];
          return next;
        }) as never,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

/** The view of numbers that rest on others' buyers: merchants have them for published month ends alone. */
export function useSharedView(): View & { ready: boolean; published: boolean } {
  const view = useView();
  const merchant = useMe().role === 'merchant';
  const status = useStatus();
  if (!merchant) return { ...view, ready: true, published: true };
  const as_of = view.as_of ?? status?.published[0];
  return { ...view, as_of, ready: status !== undefined, published: as_of !== undefined };
}

/** The part of the address that narrows every number. */
export function useView(): View {
  const { as_of, known_at, variant } = useAddress();
  return { as_of, known_at, variant };
}
