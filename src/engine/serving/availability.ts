import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** How long it is kept that an offer can be had again, so that a replica that heard otherwise before is put right. */
const KEPT_MS = 86_400_000;

/** What can be had, as it was told here and when (ms). */
export interface Told {
  readonly available: boolean;
  readonly at: number;
}

/** What can be had, as it was told here: a line each, on disk before it is acknowledged, written anew at every start. */
export class AvailabilityFile {
  readonly #fd: number;
  /** What the file held at the start, by offer. */
  readonly told: ReadonlyMap<string, Told>;

  constructor(dir: string, now: number) {
    mkdirSync(dir, { recursive: true });
    const path = join(dir, 'availability.log');
    const told = new Map<string, Told>();
    if (existsSync(path))
      for (const line of readFileSync(path, 'utf8').split('\n')) {
        const [id = '', at] = line.slice(1).split(' ');
        if (line[0] === '-' || line[0] === '+')
          told.set(id, { available: line[0] === '+', at: Number(at ?? 0) });
      }
    for (const [id, { available, at }] of told) if (available && at < now - KEPT_MS) told.delete(id);
    this.told = told;
    const fresh = openSync(`${path}.new`, 'w', 0o600);
    for (const [id, one] of told) writeSync(fresh, lineOf(id, one));
    fsyncSync(fresh);
    closeSync(fresh);
    renameSync(`${path}.new`, path);
    this.#fd = openSync(path, 'a');
  }

  /** Durable when it returns. */
  write(changes: readonly { readonly id: string; readonly available: boolean }[], at: number): void {
    if (changes.length === 0) return;
    writeSync(this.#fd, changes.map(({ id, available }) => lineOf(id, { available, at })).join(''));
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

const lineOf = (id: string, { available, at }: Told) => `${available ? '+' : '-'}${id} ${at}\n`;
