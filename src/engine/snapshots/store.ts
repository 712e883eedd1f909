import type { Ledger } from '../../ledger/index.ts';
import type { BuiltSnapshot } from '../jobs/index.ts';

export interface SnapshotRow {
  readonly snapshot_id: string;
  readonly hash: string;
  readonly known_at: number;
  readonly day: number;
  readonly bytes: number;
  readonly counts: Record<string, number>;
  readonly seconds: number;
  readonly built_at: Date;
  readonly built_by: string;
  readonly kept: boolean;
  readonly activated_at: Date | null;
}

const ROWS = `SELECT s.*, (SELECT max(a.at) FROM snapshot_activations a WHERE a.snapshot_id = s.snapshot_id) AS activated_at FROM snapshots s`;

/** Versions of the snapshot in the ledger, and which of them was activated when. */
export class SnapshotStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Writes a version down; one of the same facts is the version there is, kept again. */
  async save(id: string, built: BuiltSnapshot, seconds: number, actor: string): Promise<SnapshotRow> {
    const { manifest } = built;
    await this.#ledger.query(
      `INSERT INTO snapshots (snapshot_id, hash, known_at, day, bytes, counts, seconds, built_at, built_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (snapshot_id) DO UPDATE SET kept = true, built_at = excluded.built_at`,
      [
        id,
        built.hash,
        manifest.known_at,
        manifest.day,
        built.bytes,
        JSON.stringify(manifest.counts),
        seconds,
        manifest.built_at,
        actor,
      ],
    );
    return (await this.find(id))!;
  }

  async find(id: string): Promise<SnapshotRow | null> {
    const [row] = await this.#ledger.query<SnapshotRow>(`${ROWS} WHERE s.snapshot_id = $1`, [id]);
    return row ?? null;
  }

  /** Newest first. */
  list(limit: number): Promise<SnapshotRow[]> {
    return this.#ledger.query<SnapshotRow>(`${ROWS} ORDER BY s.built_at DESC, s.snapshot_id LIMIT $1`, [
      limit,
    ]);
  }

  async activate(id: string, at: Date, actor: string): Promise<void> {
    await this.#ledger.query(
      'INSERT INTO snapshot_activations (snapshot_id, at, actor) VALUES ($1, $2, $3)',
      [id, at.toISOString(), actor],
    );
  }

  /** Versions in the order in which they were activated last, the latest first: the first is to serve, the others could. */
  async activated(): Promise<SnapshotRow[]> {
    return this.#ledger.query<SnapshotRow>(
      `${ROWS} WHERE s.kept AND s.snapshot_id IN (SELECT snapshot_id FROM snapshot_activations)
       ORDER BY (SELECT max(a.activation_id) FROM snapshot_activations a WHERE a.snapshot_id = s.snapshot_id) DESC`,
    );
  }

  async lastErasure(): Promise<Date | null> {
    const [row] = await this.#ledger.query<{ at: Date | null }>(
      'SELECT max(requested_at) AS at FROM erasures',
    );
    return row?.at ?? null;
  }

  async drop(id: string): Promise<void> {
    await this.#ledger.query('UPDATE snapshots SET kept = false WHERE snapshot_id = $1', [id]);
  }
}
