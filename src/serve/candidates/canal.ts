import type { OpenCanal } from '../../contracts/index.ts';
import type { Person } from '../decide/person.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { addAtPosition } from './position.ts';
import { numberOf, type Source } from './source.ts';

const NUMBER = numberOf('canal');

/** True for people whom a canal leads: they hold A and lack B. */
export function leads(canal: OpenCanal, person: Person, snapshot: Snapshot): boolean {
  const from = snapshot.categories.find(canal.from_category_id);
  const to = snapshot.categories.find(canal.to_category_id);
  return from >= 0 && to >= 0 && person.held.has(from) && !person.held.has(to);
}

/** Open canals A → B for those who hold A and lack B: offers of B at the person's price position. `via` is the canal's number in the plan. */
export const canal: Source = ({ past, plan }, most) => {
  const { person, snapshot } = past;
  if (!person.known) return;
  const open = plan.canals.map((one, i) => ({ one, i })).filter(({ one }) => leads(one, person, snapshot));
  let left = most;
  open.forEach(({ one, i }, k) => {
    const share = Math.ceil(left / (open.length - k));
    left -= addAtPosition(past, snapshot.categories.find(one.to_category_id), NUMBER, i, 1, share);
  });
};
