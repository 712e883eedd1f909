import { addDays, businessDate, GcError, type LocalDate, startOfDay } from '../../src/base/index.ts';
import { flowsOf, SCENARIO, SCENARIOS, type Scenario, type ScenarioName, type TrueFlow } from './scenario.ts';

export const SOURCE = 'example';
export const ZONE = 'Asia/Shanghai';
/** Asia/Shanghai has had no summer time since 1991: a day of the world is 24 hours. */
export const DAY_MS = 86_400_000;
export const CURRENCY = 'CNY';
/** Of the generator: another one means other facts for the same seed. */
export const WORLD_VERSION = 5;

export interface WorldOptions {
  readonly scenario?: ScenarioName;
  readonly seed?: number | string;
  readonly people?: number;
  readonly merchants?: number;
  readonly offers?: number;
  /** Length of the history in days. */
  readonly days?: number;
  /** Now, as ms since epoch: the history ends with yesterday in the world's time zone. */
  readonly now: number;
  /** The same world without one of its causes, on the same random numbers: what would have happened otherwise. */
  readonly without?: 'flows' | 'persuasion' | 'rings';
  /** What becomes of suspicions against rings. Default: a mixture. */
  readonly verdicts?: 'mixed' | 'suspect' | 'confirmed';
}

/** What a world is told, settled and checked. Day 0 is `first`; instants are ms since epoch. */
export interface Frame {
  readonly seed: number | string;
  readonly scenario: Scenario;
  readonly flows: readonly TrueFlow[];
  readonly people: number;
  readonly merchants: number;
  readonly offers: number;
  readonly days: number;
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly from: number;
  readonly verdicts: 'mixed' | 'suspect' | 'confirmed';
}

/** @throws config_invalid naming what is impossible */
export function frameOf(options: WorldOptions): Frame {
  const name = options.scenario ?? 'festival';
  if (!SCENARIOS.includes(name)) {
    throw new GcError(
      'config_invalid',
      `There is no scenario ${JSON.stringify(name)}. There are: ${SCENARIOS.join(', ')}.`,
    );
  }
  const whole = (what: string, value: number, low: number, high: number): number => {
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw new GcError(
      'config_invalid',
      `${what} must be a whole number from ${low} to ${high}, got ${value}.`,
    );
  };
  const days = whole('days', options.days ?? 730, 30, 3650);
  const merchants = whole('merchants', options.merchants ?? 300, 12, 10_000);
  const offers = whole('offers', options.offers ?? 2000, 200, 200_000);
  if (offers < merchants + 100) {
    throw new GcError(
      'config_invalid',
      `${merchants} merchants need at least ${merchants + 100} offers, got ${offers}.`,
    );
  }
  const last = addDays(businessDate(options.now, ZONE), -1);
  const first = addDays(last, 1 - days);
  const scenario = SCENARIO[name];
  return {
    seed: options.seed ?? 1,
    scenario: {
      ...scenario,
      ...(options.without === 'rings' ? { rings: 0 } : {}),
      ...(options.without === 'persuasion' ? { persuasion: 0 } : {}),
    },
    flows: flowsOf(name, days).map((flow) => (options.without === 'flows' ? { ...flow, ratio: 1 } : flow)),
    people: whole('people', options.people ?? 50_000, 100, 2_000_000),
    merchants,
    offers,
    days,
    first,
    last,
    from: startOfDay(first, ZONE),
    verdicts: options.verdicts ?? 'mixed',
  };
}

/** A world in one line, as a folder remembers it: `festival?seed=1&people=50000&version=5`. */
export function specOf(options: Omit<WorldOptions, 'now'>): string {
  const { scenario = 'festival', seed = 1, people = 50_000 } = options;
  return `${scenario}?${new URLSearchParams({ seed: String(seed), people: String(people), version: String(WORLD_VERSION) })}`;
}

/** Reads what specOf wrote; null where another generator made the world. @throws config_invalid */
export function optionsOf(spec: string): Omit<WorldOptions, 'now'> | null {
  const [scenario, query] = spec.split('?') as [ScenarioName, string | undefined];
  const params = new URLSearchParams(query);
  const known = ['seed', 'people', 'merchants', 'offers', 'days', 'version'];
  for (const key of params.keys()) {
    if (!known.includes(key))
      throw new GcError('config_invalid', `A world has no ${key}: it has ${known.join(', ')}.`);
  }
  if (Number(params.get('version') ?? WORLD_VERSION) !== WORLD_VERSION) return null;
  const number = (key: string) => (params.has(key) ? { [key]: Number(params.get(key)) } : {});
  return {
    // The plain word is the default world.
    ...(scenario !== ('example' as string) && scenario !== ('' as string) ? { scenario } : {}),
    ...(params.has('seed') ? { seed: params.get('seed')! } : {}),
    ...number('people'),
    ...number('merchants'),
    ...number('offers'),
    ...number('days'),
  };
}

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
/** Seconds and milliseconds within a minute, every half second: nearly all that is ever asked. */
const HALVES = Array.from({ length: 120 }, (_, n) => `${TWO[n >> 1]}.${n & 1 ? '500' : '000'}Z`);
const MINUTES = Array.from(
  { length: 1440 },
  (_, n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${TWO[n % 60]}:`,
);
const dates = new Map<number, string>();
let lastMinute = Number.NaN;
let lastText = '';

/** ISO 8601 in UTC, as Date would write it: one concatenation for instants near each other. */
export function iso(ms: number): string {
  const minute = Math.floor(ms / 60_000);
  if (minute !== lastMinute) {
    lastMinute = minute;
    const day = Math.floor(minute / 1440);
    let date = dates.get(day);
    if (date === undefined) {
      date = new Date(day * DAY_MS).toISOString().slice(0, 11);
      dates.set(day, date);
    }
    lastText = date + MINUTES[minute - day * 1440]!;
  }
  const rest = Math.floor(ms - minute * 60_000);
  const half = HALVES[rest / 500];
  if (half !== undefined) return lastText + half;
  return `${lastText}${TWO[Math.floor(rest / 1000)]}.${String(rest % 1000).padStart(3, '0')}Z`;
}
