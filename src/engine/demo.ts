import { randomBytes } from 'node:crypto';
import type { CreateUserBody, ImportJob } from '../contracts/index.ts';
import type { Engine } from './face.ts';

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
}

/** Fixed, because the demonstration is for anyone on this machine: the server refuses to leave loopback with them. */
const PASSWORD = 'grand-canal-demo';

/**
 * Makes the demonstration marketplace: loads the example where the folder is empty, and one login for every role.
 * A second start finds all of it and changes nothing.
 */
export async function prepareDemo(
  engine: Engine,
  onProgress: (job: ImportJob) => void = () => {},
): Promise<Demo> {
  const loaded = (await engine.isEmpty()) || (await wasCutOff(engine));
  if (loaded) await loadExample(engine, onProgress);
  return { loaded, logins: await logins(engine) };
}

/** True when all there is came from an example that never got to its end: loading it again completes it. */
async function wasCutOff(engine: Engine): Promise<boolean> {
  const jobs = (await engine.imports.list(1000)).filter((job) => !job.dry_run);
  return jobs.length > 0 && jobs.every((job) => job.kind === 'example' && job.state !== 'done');
}

async function loadExample(engine: Engine, onProgress: (job: ImportJob) => void): Promise<void> {
  const job = await engine.imports.start({ kind: 'example', path: 'example' }, 'system');
  const timer = setInterval(() => void engine.imports.get(job.import_id).then(onProgress, () => {}), 200);
  try {
    const end = await engine.imports.ended(job.import_id);
    onProgress(end);
    if (end.state !== 'done')
      throw new Error(`The example was not loaded: ${end.error?.detail ?? end.state}.`);
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
    { role: 'operator', email: 'operator@example.com', name: 'Operator', of: '' },
  ];
  if (industry) {
    const reach = { industries: [industry], of: industry };
    wanted.push({
      role: 'industry_operator',
      email: 'industry@example.com',
      name: 'Industry operator',
      ...reach,
    });
  }
  for (const [merchant, email] of [
    [brand, 'brand@example.com'],
    [small, 'small@example.com'],
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

/** A password for people, printed once. */
export const newPassword = () => randomBytes(12).toString('base64url');
