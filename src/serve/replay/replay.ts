import type { Decision } from '../../contracts/index.ts';
import { decide } from '../decide/decide.ts';
import type { Live, LiveGate } from '../decide/live.ts';
import type { Past } from '../decide/past.ts';
import type { Watch } from '../decide/types.ts';
import type { CompiledPolicy } from '../rules/index.ts';

/** Where a record and its replay differ. */
export interface Difference {
  readonly pointer: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

const NAMED = 20;

/**
 * Makes a decision again from its record, on the same snapshot and policy: what live gates closed is taken from the record.
 * @param watch is filled with every step: this is what explanations are made of
 */
export function replay(decision: Decision, past: Past, policy: CompiledPolicy, watch?: Watch): Decision {
  const { decision_id, build, request, clock, seed } = decision;
  return decide({ past, policy, live: liveOf(decision), request, clock, seed, decision_id, build }, watch);
}

/** The live values of a record, its closed offers as gates. */
export function liveOf({ live }: Decision): Live {
  const { closed, ...values } = live;
  const names = [...new Set(closed.map(([, gate, name]) => `${gate}\n${name}`))];
  return {
    ...values,
    gates: names.map((key): LiveGate => {
      const [gate, name] = key.split('\n') as ['unavailable' | 'risk', string];
      const offers = new Set(closed.filter(([, g, n]) => g === gate && n === name).map(([offer]) => offer));
      return { name, gate, closes: (offer, snapshot) => offers.has(snapshot.offers.id.at(offer)) };
    }),
  };
}

/** Where two decisions differ, by JSON pointer; none: they are equal byte for byte. */
export function differences(recorded: unknown, replayed: unknown): Difference[] {
  const found: Difference[] = [];
  compare(recorded, replayed, '', found);
  return found;
}

function compare(a: unknown, b: unknown, pointer: string, found: Difference[]): void {
  if (found.length >= NAMED || Object.is(a, b)) return;
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const left = a as Record<string, unknown>;
    const right = b as Record<string, unknown>;
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
      compare(left[key], right[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
    return;
  }
  found.push({ pointer, recorded: a, replayed: b });
}
