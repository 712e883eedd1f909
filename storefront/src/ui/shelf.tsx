import { useQuery } from '@tanstack/react-query';
import type { SlateAsk } from '../api/queries.ts';
import { queries } from '../api/queries.ts';
import { useWho } from '../state/who.ts';
import { Card, CardGhosts } from './card.tsx';

/** A row of offers of one surface. Shows nothing at all when there is nothing to show, or it cannot be asked. */
export function Shelf({ title, ask, grid = false }: { title: string; ask: SlateAsk; grid?: boolean }) {
  const { who, ready } = useWho();
  const { data, isPending, isError } = useQuery({ ...queries.slates(who, [ask]), enabled: ready });
  const slate = data?.data[0];
  if (isError || (slate && slate.slots.length === 0)) return null;
  return (
    <section className="shelf" aria-busy={isPending}>
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
}
