import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Warehouse } from '../src/warehouse/index.ts';

/** What a figure was measured on. */
export const machine = () => ({
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memory_gib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  // Others on the same cores stretch the seconds: the load before the start says how far to trust them.
  load_before: loadavg()[0],
});

/** Clock ticks a second of /proc (USER_HZ), the same on every Linux. */
const HZ = 100;

/** Processor seconds of this process and of the embedded warehouse's child, to be subtracted from later ones. */
export async function processorSeconds(
  warehouse: Warehouse,
): Promise<{ process: number; warehouse: number }> {
  const { user, system } = process.cpuUsage();
  const child = warehouse.kind === 'embedded' ? cpuSeconds(await pidOf(warehouse)) : 0;
  return { process: (user + system) / 1e6, warehouse: child };
}

/** Most memory that a process ever had resident, in MiB. */
export const peakMib = (pid: number | 'self') =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

export const pidOf = (warehouse: Warehouse): Promise<number> =>
  (warehouse as Warehouse & { pid(): Promise<number> }).pid();

/** Facts that came this minute are still being merged: that is the cost of their loading, not of what reads them. */
export async function merged(warehouse: Warehouse): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    const [merges] = await warehouse.query<{ n: number }>('SELECT count() AS n FROM system.merges');
    if (merges!.n > 0) quiet = 0;
    await sleep(1_000);
  }
}

/**
 * Waits until all cores together are at most a tenth busy for five seconds on end: a server that has just begun still surveys and
 * builds, and that is not what a page costs. @returns false where that did not come within `limit` milliseconds
 */
export async function idle(limit = 300_000): Promise<boolean> {
  const until = Date.now() + limit;
  let before = times();
  for (let quiet = 0; quiet < 5; ) {
    if (Date.now() > until) return false;
    await sleep(1_000);
    const now = times();
    quiet = (now.busy - before.busy) / (now.all - before.all) <= 0.1 ? quiet + 1 : 0;
    before = now;
  }
  return true;
}

/** Milliseconds of all cores since the machine began, and those that were not idle. */
function times(): { busy: number; all: number } {
  let all = 0;
  let idle = 0;
  for (const core of cpus()) {
    idle += core.times.idle;
    for (const part of Object.values(core.times)) all += part;
  }
  return { busy: all - idle, all };
}

/** Processor seconds that a process has used: what a loaded machine does not distort. */
export function cpuSeconds(pid: number | 'self'): number {
  // The name in brackets may hold blanks; utime and stime are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / HZ;
}

export const round = (x: number, digits = 2) => Math.round(x * 10 ** digits) / 10 ** digits;
