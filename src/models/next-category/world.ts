import { rngOf } from '../../base/index.ts';
import type { History } from './history.ts';

/** A small invented marketplace whose truth is known, for tests and benches of size. */
export interface World {
  persons: number;
  categories: number;
  days: number;
  /** Mean lines per person and day. */
  rate: number;
  /** How many times likelier people are to buy from the department of their kind; 1 = no taste at all. */
  taste: number;
  departments: number;
  seed: number;
}

/**
 * People of `departments` kinds buy at exponential rates of their own, categories fall off in popularity,
 * and each kind favours one department. Rows come sorted by (person, day). Cost: O(lines).
 */
export function worldOf(w: World): { history: History; kind: Int32Array } {
  const rng = rngOf(w.seed).derive('world');
  const department = Int32Array.from({ length: w.categories }, (_, c) => c % w.departments);
  const cumulative = Array.from({ length: w.departments }, (_, kind) => {
    let sum = 0;
    return Float64Array.from({ length: w.categories }, (_, c) => {
      sum += (department[c] === kind ? w.taste : 1) / (c + 5);
      return sum;
    });
  });
  const kind = new Int32Array(w.persons);
  const person: number[] = [];
  const day: number[] = [];
  const category: number[] = [];
  for (let p = 0; p < w.persons; p++) {
    kind[p] = rng.below(w.departments);
    const own = cumulative[kind[p]!]!;
    const rate = w.rate * -Math.log(1 - rng.next());
    for (let t = -Math.log(1 - rng.next()) / rate; t < w.days; t += -Math.log(1 - rng.next()) / rate) {
      const u = rng.next() * own[w.categories - 1]!;
      let low = 0;
      let high = w.categories - 1;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (own[mid]! > u) high = mid;
        else low = mid + 1;
      }
      person.push(p);
      day.push(Math.floor(t));
      category.push(low);
    }
  }
  return {
    history: {
      persons: w.persons,
      categories: w.categories,
      department,
      person: Int32Array.from(person),
      day: Int32Array.from(day),
      category: Int32Array.from(category),
      amount: new Float64Array(person.length).fill(100),
    },
    kind,
  };
}
