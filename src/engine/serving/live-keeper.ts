import { setImmediate } from 'node:timers/promises';
import { addDays, type Clock, type IdKind, localDate, startOfDay } from '../../base/index.ts';
import type { AvailabilityReceipt, Fact } from '../../contracts/index.ts';
import { Counters, type LiveOp } from '../../counters/index.ts';
import type { Ingest } from '../../ingest/index.ts';
import type { Manifest, Snapshot } from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { Replicas } from '../replicas/index.ts';
import { AvailabilityFile } from './availability.ts';
import { find } from './normalise.ts';
import { readSwitches, rebuild } from './rebuild.ts';

export interface LiveKeeperOptions {
  /** Folder of the file that keeps what cannot be had. */
  readonly dir: string;
  readonly warehouse: Warehouse;
  readonly ingest: Ingest;
  readonly clock: Clock;
  /** Other servers of the same ledger; null: there are none. */
  readonly replicas: Replicas | null;
  readonly itemOf: (offerId: string) => string;
  readonly dayOf: (ms: number) => number;
  /** Told of a person who is erased. */
  readonly onErased: (accountId: string) => void;
}

/** Live values: in memory, told to the other replicas and heard of them, filled at a start from the warehouse. */
export class LiveKeeper {
  readonly #o: LiveKeeperOptions;
  readonly counters: Counters;
  readonly #file: AvailabilityFile;

  constructor(options: LiveKeeperOptions, erased: Iterable<string>) {
    this.#o = options;
    this.counters = new Counters({ itemOf: options.itemOf, dayOf: options.dayOf });
    for (const id of erased) this.counters.erase(id);
    this.#file = new AvailabilityFile(options.dir, options.clock.now());
    for (const [id, { available }] of this.#file.told) if (!available) this.counters.setAvailable(id, false);
  }

  /** Facts that ingest has acknowledged. */
  hear(facts: readonly Fact[], id: (kind: IdKind, name: string | null) => string): void {
    const { clock, ingest, replicas } = this.#o;
    const seq = ingest.position().committed_seq;
    const tell = replicas ? (op: LiveOp) => replicas.tell(op, seq) : undefined;
    this.counters.hear(facts, id, seq, clock.now(), tell);
  }

  /** A person is erased here, and soon everywhere. */
  erase(accountId: string): void {
    const op = { op: 'erased', key: accountId, value: true, at: this.#o.clock.now() } as const;
    this.#o.replicas?.tell(op, 0);
    this.#take(op);
  }

  /** What can be had now. On disk when it returns, and in force from the next request. */
  setAvailability(
    snapshot: Snapshot,
    source: string,
    changes: readonly { readonly offer: string; readonly available: boolean }[],
  ): AvailabilityReceipt {
    const unknown: string[] = [];
    const known = changes.flatMap(({ offer, available }) => {
      const id = find(snapshot, 'offer', source, offer);
      if (id === '') unknown.push(offer);
      return id === '' ? [] : [{ id, available }];
    });
    const { counters } = this;
    const changed = known.filter(({ id, available }) => counters.isUnavailable(id) === available);
    const at = this.#o.clock.now();
    this.#file.write(changed, at);
    for (const { id, available } of changed) {
      counters.setAvailable(id, available);
      this.#o.replicas?.tell({ op: 'unavailable', key: id, value: !available, at }, 0);
    }
    return {
      changed: changed.length,
      unchanged: known.length - changed.length,
      unknown: unknown.slice(0, 100),
      unavailable_count: counters.unavailable.size,
    };
  }

  /** Takes up what other replicas told, and what the warehouse has beyond the snapshot. @throws warehouse_unavailable */
  async fill(manifest: Manifest | undefined, capDays: number): Promise<void> {
    const { ingest, warehouse, clock, replicas } = this.#o;
    const own = [...this.#file.told].map(
      ([key, { available, at }]) => ({ op: 'unavailable', key, value: !available, at }) as const,
    );
    await replicas?.start((op) => this.#take(op), own);
    const upTo = ingest.position().committed_seq;
    if (upTo === 0) return;
    await ingest.flush();
    const start = manifest && addDays(localDate('1970-01-01'), manifest.day);
    await rebuild({
      counters: this.counters,
      warehouse,
      since: manifest
        ? { day: manifest.day, known_at: manifest.known_at, start_ms: startOfDay(start!, manifest.timezone) }
        : null,
      upTo,
      now: clock.now(),
      capDays,
      take: (op, seq) => {
        if (replicas?.retell(op, seq) ?? true) this.counters.apply(op);
      },
    });
  }

  /** Drops what a snapshot holds. History that was imported is not heard: whom it switches off is read with it. */
  async forget({ day, known_at }: Manifest): Promise<void> {
    for (const _ of this.counters.forget({ day, known_at })) await setImmediate();
    await readSwitches(this.#o.warehouse, known_at, (op) => this.counters.apply(op));
  }

  close(): void {
    this.#file.close();
  }

  #take(op: LiveOp): void {
    this.counters.apply(op);
    if (op.op === 'erased') this.#o.onErased(op.key);
  }
}
