import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import {
  frameOf,
  live,
  optionsOf,
  type ScenarioName,
  specOf,
  World,
  type WorldOptions,
} from '../../../sim/world/index.ts';
import { GcError } from '../../base/index.ts';
import { createApi } from '../../client/index.ts';
import { type DemoOptions, removeDemo } from '../../engine/index.ts';
import type { Context } from './context.ts';

/** People of the world when none are asked for. */
const PEOPLE = 50_000;
/** Facts that a person's two years come to, for progress. */
const FACTS_A_PERSON = 17;
/** Room that the data folder is assumed to need while a world is made: generous, to refuse before the disk is full. */
const BYTES_A_PERSON = 10_000;
const BYTES_AT_LEAST = 300_000_000;

export interface DemoFlags {
  scenario?: string;
  seed?: string;
  people?: string;
  reset?: boolean;
  live?: boolean;
}

const peopleOf = (world: string): number => optionsOf(world)?.people ?? PEOPLE;

/** How many facts a world comes to, in two digits. */
export const aboutFacts = (world: string): number => {
  const exact = peopleOf(world) * FACTS_A_PERSON;
  const step = 10 ** Math.floor(Math.log10(exact) - 1);
  return Math.round(exact / step) * step;
};

/** The world that was asked for, checked before anything is opened. @throws config_invalid */
export function worldOf(flags: DemoFlags): DemoOptions {
  const people = flags.people === undefined ? PEOPLE : Number(flags.people);
  const options: Omit<WorldOptions, 'now'> = {
    people,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.scenario === undefined ? {} : { scenario: flags.scenario as ScenarioName }),
  };
  if (Number.isNaN(people))
    throw new GcError(
      'config_invalid',
      `people must be a whole number, got ${JSON.stringify(flags.people)}.`,
    );
  frameOf({ ...options, now: Date.now() });
  return {
    world: specOf(options),
    asked: flags.scenario !== undefined || flags.seed !== undefined || flags.people !== undefined,
    needsBytes: (world) => BYTES_AT_LEAST + peopleOf(world) * BYTES_A_PERSON,
  };
}

/** Empties the folder of its simulated marketplace. @throws conflict where it holds anything else */
export const clearSimulated = (cx: Context): Promise<void> =>
  removeDemo({
    dataDir: cx.dataDir,
    clickhouseUrl: cx.env.CLICKHOUSE_URL,
    databaseUrl: cx.env.DATABASE_URL,
  });

/**
 * Lets the world go on in a process of its own, below everything else in priority, so that the server's loop is free.
 * It ends with this process, whatever ends it. @returns a way to stop it
 */
export function startLiving(
  cx: Context,
  address: string,
  key: string,
  onEnd: () => void,
): () => Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'simulate'], {
    env: { ...cx.env, GRANDCANAL_SERVER: address, GRANDCANAL_KEY: key },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let stopping = false;
  void ended.then(() => stopping || onEnd());
  try {
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that knows no priorities lives without.
  }
  return async () => {
    stopping = true;
    child.kill('SIGTERM');
    await ended;
  };
}

/** Keeps the simulated marketplace of a running server shopping, over HTTP, until told to stop. */
export async function simulate(cx: Context, flags: { speed?: string }): Promise<void> {
  const speed = flags.speed === undefined ? Number.POSITIVE_INFINITY : Number(flags.speed);
  if (!(speed > 0)) throw new GcError('config_invalid', cx.t('demo.speed'));
  const { GRANDCANAL_SERVER: url, GRANDCANAL_KEY: key } = cx.env;
  if (!url || !key) throw new GcError('config_invalid', cx.t('demo.where'));
  const stop = new AbortController();
  const end = () => stop.abort();
  process.on('SIGINT', end).on('SIGTERM', end).on('disconnect', end);
  const api = createApi({ url, key, retries: 30 });
  try {
    const { data } = await api.get('/v1/imports', { query: { limit: 1000 } });
    const made = data.filter((job) => job.kind === 'example' && !job.dry_run).at(-1);
    const options = made && optionsOf(made.path);
    if (!made || !options) throw new GcError('conflict', cx.t('demo.noWorld'));
    const world = new World({ ...options, now: Date.parse(made.started_at) });
    await live({ world, api, url, key, speed, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end).off('disconnect', end);
    // The channel to the server's process would keep this one alive.
    if (process.connected) process.disconnect();
  }
}
