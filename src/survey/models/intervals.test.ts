import { expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { meanOver, shareOver } from './intervals.ts';

/** Share of worlds whose interval holds the truth. */
const covered = (
  worlds: number,
  one: (random: () => number) => { low: number; high: number },
  truth: number,
) => {
  let held = 0;
  for (let seed = 0; seed < worlds; seed++) {
    const random = rngOf(seed).next;
    const { low, high } = one(random);
    if (low <= truth && truth <= high) held++;
  }
  return held / worlds;
};

it('a mean over people holds the truth in 95 of 100 worlds', () => {
  const share = covered(400, (random) => meanOver(Array.from({ length: 200 }, random))!, 0.5);
  expect(share).toBeGreaterThan(0.92);
  expect(meanOver([1])).toBeNull();
});

it('a share over rows that hang together by person holds it too, where independent rows would not', () => {
  const world = (random: () => number) => {
    const group: number[] = [];
    const label: number[] = [];
    for (let p = 0; p < 200; p++) {
      const inclined = random() < 0.5 ? 0.1 : 0.5;
      for (let row = 0; row < 20; row++) {
        group.push(p);
        label.push(random() < inclined ? 1 : 0);
      }
    }
    return { group, label };
  };
  const together = covered(
    400,
    (random) => {
      const { group, label } = world(random);
      return shareOver(group, label);
    },
    0.3,
  );
  const apart = covered(
    400,
    (random) => {
      const { label } = world(random);
      return shareOver([...label.keys()], label);
    },
    0.3,
  );
  expect(together).toBeGreaterThan(0.92);
  expect(apart).toBeLessThan(0.8);
  expect(shareOver([1, 1, 2], [0, 0, 0])).toMatchObject({ value: 0, low: 0, high: 1 });
});
