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

/** Offers that cannot be had, as they were told: a line each, on disk before it is acknowledged, written anew at every start. */
export class AvailabilityFile {
  readonly #fd: number;
  /** What the file held at the start. */
  readonly unavailable: ReadonlySet<string>;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    const path = join(dir, 'availability.log');
    const unavailable = new Set<string>();
    if (existsSync(path))
      for (const line of readFileSync(path, 'utf8').split('\n')) {
        if (line[0] === '-') unavailable.add(line.slice(1));
        else if (line[0] === '+') unavailable.delete(line.slice(1));
      }
    this.unavailable = unavailable;
    const fresh = openSync(`${path}.new`, 'w', 0o600);
    for (const id of unavailable) writeSync(fresh, `-${id}\n`);
    fsyncSync(fresh);
    closeSync(fresh);
    renameSync(`${path}.new`, path);
    this.#fd = openSync(path, 'a');
  }

  /** Durable when it returns. */
  write(changes: readonly { readonly id: string; readonly available: boolean }[]): void {
    if (changes.length === 0) return;
    writeSync(this.#fd, changes.map(({ id, available }) => `${available ? '+' : '-'}${id}\n`).join(''));
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
