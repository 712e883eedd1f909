import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, ERRORS, type ErrorCode, GcError, localDate } from '../base/index.ts';
import type { CreateUserBody, ImportJob } from '../contracts/index.ts';
import { openEngine } from './engine.ts';
import type { Engine, EngineOptions } from './face.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly of: string;
}

export interface Demo {
  /** True when the example was loaded by this call. */
  readonly loaded: boolean;
  readonly logins: readonly Login[];
  /** The world that is there, as its import names it; null where the folder holds facts of another kind. */
  readonly world: string | null;
}

export interface DemoOptions {
  /** The world to make in an empty folder. */
  readonly world: string;
  /** True when it was asked for by name: another one in the folder is then a conflict, not reused. */
  readonly asked: boolean;
  /** Free disk that making a world takes. */
  readonly needsBytes: (world: string) => number;
}

/** Fixed, because the demonstration is for anyone on this machine: the server refuses to leave loopback with them. */
const PASSWORD = 'grand-canal-demo';
const EMAILS = ['operator', 'industry', 'brand', 'small'].map((name) => `${name}@example.com`);
const [OPERATOR, INDUSTRY, BRAND, SMALL] = EMAILS as [string, string, string, string];

/** What is told while the demonstration is made: the import as it goes on, then that it is being surveyed. */
export interface DemoProgress {
  loading(job: ImportJob): void;
  surveying(): void;
}

/**
 * Makes the demonstration marketplace: loads the example where the folder is empty, surveys its flows, and one login for
 * every role. A second start finds all of it and changes nothing.
 */
export async function prepareDemo(
  engine: Engine,
  options: DemoOptions,
  progress: DemoProgress,
): Promise<Demo> {
  const jobs = (await engine.imports.list(1000)).filter((job) => !job.dry_run);
  const there = jobs.filter((job) => job.kind === 'example').at(-1)?.path ?? null;
  if (options.asked && there !== null && there !== options.world) {
    throw new GcError(
      'conflict',
      `The folder holds the world ${there}, not ${options.world}. Start without options to go on with it, or with --reset to replace it.`,
    );
  }
  // All there is came from an example that never got to its end: loading it again completes it.
  const cutOff = jobs.length > 0 && jobs.every((job) => job.kind === 'example' && job.state !== 'done');
  const loaded = cutOff || (await engine.isEmpty());
  if (loaded) {
    const making = there ?? options.world;
    await mustHaveRoom(engine.dataDir, options.needsBytes(making));
    await loadExample(engine, making, progress.loading);
    progress.surveying();
    await engine.surveyFirst();
  }
  const world = loaded
    ? (there ?? options.world)
    : jobs.every((job) => job.kind === 'example')
      ? there
      : null;
  // Known passwords have no place beside anybody's own data.
  return { loaded, logins: world === null ? [] : await logins(engine), world };
}

/** True where people of the demonstration, whose password everybody knows, can sign in. */
export async function hasDemoLogins(engine: Engine): Promise<boolean> {
  const people = await engine.access.people.list(1000);
  return people.some(({ email }) => EMAILS.includes(email));
}

/**
 * Empties a data folder that holds nothing but a simulated marketplace, so that another one, or data of your own, can
 * take its place. A folder that is empty or missing is left as it is.
 * @throws conflict where the folder holds anything else, data_folder_in_use
 */
export async function removeDemo(options: EngineOptions): Promise<void> {
  if (!existsSync(join(options.dataDir, 'VERSION'))) return;
  const engine = await openEngine(options);
  try {
    const jobs = (await engine.imports.list(1000)).filter((job) => !job.dry_run);
    const simulated = engine.settings.current().simulated && jobs.every((job) => job.kind === 'example');
    if (!simulated && !(await engine.isEmpty())) {
      throw new GcError(
        'conflict',
        `${engine.dataDir} holds more than a simulated marketplace: it is not emptied. Use another folder (--data), or remove it yourself.`,
      );
    }
  } finally {
    await engine.close();
  }
  for (const name of [
    'ledger',
    'warehouse',
    'ingest',
    'serving',
    'snapshots',
    'shop',
    'scratch',
    'VERSION',
  ]) {
    rmSync(join(options.dataDir, name), { recursive: true, force: true });
  }
}

async function mustHaveRoom(dir: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize >= bytes) return;
  const mega = (x: number) => `${Math.ceil(x / 2 ** 20)} MiB`;
  throw new GcError(
    'disk_full',
    `Making this world takes about ${mega(bytes)} in ${dir}, where ${mega(bavail * bsize)} are free. Choose fewer --people, or another --data.`,
  );
}

async function loadExample(
  engine: Engine,
  path: string,
  onProgress: (job: ImportJob) => void,
): Promise<void> {
  const job = await engine.imports.start({ kind: 'example', path }, 'system');
  const timer = setInterval(() => void engine.imports.get(job.import_id).then(onProgress, () => {}), 200);
  try {
    const end = await engine.imports.ended(job.import_id);
    onProgress(end);
    if (end.state === 'done') return;
    const { code, detail } = end.error ?? { code: 'import_interrupted', detail: `It was ${end.state}.` };
    throw new GcError(
      code in ERRORS ? (code as ErrorCode) : 'internal',
      `The simulated marketplace was not made to its end: ${detail} The next start goes on with it.`,
    );
  } finally {
    clearInterval(timer);
  }
}

async function logins(engine: Engine): Promise<Login[]> {
  const { merchants, categories } = await engine.survey.catalogue();
  const text = (name: (typeof merchants)[number]['name']) =>
    typeof name === 'string' ? name : (name.en ?? name['zh-CN'] ?? '');
  const brand = merchants.find((m) => m.tier === 'brand');
  const small = merchants.find((m) => m.tier === 'small');
  const industry = categories.find((c) => c.level === 1 && c.industry !== '')?.industry;
  const wanted: (Omit<CreateUserBody, 'password'> & { of: string })[] = [
    { role: 'operator', email: OPERATOR, name: 'Operator', of: '' },
  ];
  if (industry) {
    const reach = { industries: [industry], of: industry };
    wanted.push({
      role: 'industry_operator',
      email: INDUSTRY,
      name: 'Industry operator',
      ...reach,
    });
  }
  for (const [merchant, email] of [
    [brand, BRAND],
    [small, SMALL],
  ] as const) {
    if (!merchant) continue;
    const name = text(merchant.name);
    wanted.push({ role: 'merchant', email, name, merchant_id: merchant.merchant_id, of: name });
  }
  const known = new Set((await engine.access.people.list(1000)).map((user) => user.email));
  for (const { of: _of, ...user } of wanted) {
    if (!known.has(user.email)) await engine.access.people.create({ ...user, password: PASSWORD });
  }
  return wanted.map(({ email, role, of }) => ({ email, password: PASSWORD, role, of }));
}

/**
 * Publishes the last complete month end, where nothing is published yet, so that merchants see the market around them. Takes as
 * long as every metric at every grain takes. @returns its date; null where it was there already, or no month is complete
 */
export async function publishDemo(engine: Engine): Promise<string | null> {
  const { first_date, last_date } = await engine.survey.reach();
  if (first_date === null || last_date === null) return null;
  const last = localDate(last_date);
  // The last day may be cut off: the month before it is complete in any case.
  const monthEnd = addDays(localDate(`${last.slice(0, 8)}01`), -1);
  if (monthEnd < first_date) return null;
  if ((await engine.survey.publications({ as_of: monthEnd })).length > 0) return null;
  engine.stopping.throwIfAborted();
  await engine.survey.publish({ as_of: monthEnd });
  await engine.audit.record('system', 'metrics.publish', monthEnd, null, null);
  return monthEnd;
}

/** A password for people, printed once. */
export const newPassword = () => randomBytes(12).toString('base64url');
