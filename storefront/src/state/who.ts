import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';

/** Who visits, for keys of what is asked: answers of one visitor are never shown to another. */
export function useWho(): { who: string; name: string | null; ready: boolean } {
  const { data, isPending } = useQuery(queries.me());
  const name = data?.shopper?.name ?? null;
  return { who: name ?? 'visitor', name, ready: !isPending };
}
