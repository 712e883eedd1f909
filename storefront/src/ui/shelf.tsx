import { useQuery } from '@tanstack/react-query';
import { queries, type SlateAsk } from '../api/queries.ts';
import { useWho } from '../state/who.ts';
import { Card, CardGhosts } from './card.tsx';
import { Problem } from './states.tsx';

interface ShelfAsk {
  title: string;
  ask: SlateAsk;
  grid?: boolean;
}

/**
 * Offers of one or several surfaces, asked for in one call: they come at once, and none pushes another away. Shows nothing at all where there is
 * nothing to show, or what stands beside a page cannot be asked. What waits and what came are different elements, so that nothing is seen to move.
 */
export function Shelves({ of }: { of: readonly ShelfAsk[] }) {
  const { who, ready } = useWho();
  const asks = of.map(({ ask }) => ask);
  const { data, isPending, isError, error, refetch } = useQuery({
    ...queries.slates(who, asks),
    enabled: ready,
  });
  // A grid is what its page is for: there it is said.
  if (isError)
    return of.some(({ grid }) => grid) ? <Problem error={error} again={() => void refetch()} /> : null;
  return of.map(({ title, ask, grid }, n) => {
    const slate = data?.data[n];
    if (slate?.slots.length === 0) return null;
    return (
      <section key={slate?.decision_id ?? `${who}-${n}`} className="shelf" aria-busy={isPending}>
        <h2>{title}</h2>
        <div className={grid ? 'grid' : 'row'}>
          {slate ? (
            slate.slots.map((slot) => (
              <Card key={slot.impression_id} slot={slot} surface={ask.scenario} currency={slate.currency} />
            ))
          ) : (
            <CardGhosts count={ask.k ?? 6} />
          )}
        </div>
      </section>
    );
  });
}

export const Shelf = (one: ShelfAsk) => <Shelves of={[one]} />;
