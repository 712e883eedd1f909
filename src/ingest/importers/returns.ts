/** A part of an earlier line that a return takes back. */
export interface Taken {
  readonly line: string;
  readonly units: number;
  readonly amount: number;
}

export interface Returns {
  /** Remembers a line that can be taken back. */
  sold(key: string, line: string, units: number, paid: number): void;
  /**
   * Takes `units` back: from the most recent line that has enough left, else from several, most recent
   * first. What the last return of a line gives back is all that remains, so that parts sum to what was paid.
   * @returns null, and nothing changes, where the lines of the key do not have as much left
   */
  take(key: string, units: number): Taken[] | null;
}

/** Matches returns that name no line to earlier lines of the same key. @param keys the keys worth remembering */
export function returnsOf(keys: ReadonlySet<string>): Returns {
  const lines = new Map<string, { line: string; units: number; paid: number }[]>();
  return {
    sold(key, line, units, paid) {
      if (!keys.has(key)) return;
      const known = lines.get(key);
      if (known) known.push({ line, units, paid });
      else lines.set(key, [{ line, units, paid }]);
    },
    take(key, units) {
      const known = lines.get(key);
      if (known === undefined || !(units > 0)) return null;
      const whole = known.findLast((entry) => entry.units >= units);
      if (whole) return [part(whole, units)];
      if (known.reduce((sum, entry) => sum + entry.units, 0) < units) return null;
      const taken: Taken[] = [];
      let rest = units;
      for (let i = known.length - 1; rest > 0; i--) {
        const entry = known[i]!;
        if (entry.units === 0) continue;
        const count = Math.min(entry.units, rest);
        taken.push(part(entry, count));
        rest -= count;
      }
      return taken;
    },
  };
}

function part(entry: { line: string; units: number; paid: number }, units: number): Taken {
  const amount = units === entry.units ? entry.paid : Math.round((entry.paid * units) / entry.units);
  entry.units -= units;
  entry.paid -= amount;
  return { line: entry.line, units, amount };
}
