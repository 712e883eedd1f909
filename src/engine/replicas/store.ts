import type { ActivityOp, StateOp } from '../../counters/index.ts';
import type { Ledger } from '../../ledger/index.ts';

/** Any number; the same for every replica, so that numbers are committed in the order in which they are drawn. */
const ADVISORY_LOCK = 4_713_201;
/** Rows read at once. */
const PAGE = 1_000;

/** How far everything that replicas share has come: each number grows with a change. */
export interface Marks {
  readonly states: number;
  readonly activity: number;
  readonly policy: number;
  readonly activation: number;
  readonly settings: number;
}

/** What another replica told. */
export interface Told<Op> {
  readonly number: number;
  readonly ops: readonly Op[];
}

/** What replicas tell each other, in the ledger that they share. */
export class LiveStore {
  readonly #ledger: Ledger;
  readonly #replica: string;

  constructor(ledger: Ledger, replica: string) {
    this.#ledger = ledger;
    this.#replica = replica;
  }

  /** One cheap question, several times a second. @throws ledger_unavailable */
  async marks(): Promise<Marks> {
    const [marks] = await this.#ledger.query<Marks>(
      `SELECT (SELECT coalesce(max(number), 0) FROM live_states) AS states,
        (SELECT coalesce(max(number), 0) FROM live_activity) AS activity,
        (SELECT coalesce(max(version), 0) FROM policies) AS policy,
        (SELECT coalesce(max(activation_id), 0) FROM snapshot_activations) AS activation,
        (SELECT coalesce(max(version), 0) FROM settings) AS settings`,
    );
    return marks!;
  }

  /** Sequence up to which this replica has told; null: it never has. @throws ledger_unavailable */
  async toldSeq(): Promise<number | null> {
    const [row] = await this.#ledger.query<{ told_seq: number }>(
      'SELECT told_seq FROM live_replicas WHERE replica = $1',
      [this.#replica],
    );
    return row?.told_seq ?? null;
  }

  /** States after a number, as others told them, in order, a page; empty at the end. @throws ledger_unavailable */
  async states(after: number): Promise<Told<StateOp>[]> {
    const rows = await this.#ledger.query<Omit<StateOp, 'seq'> & { seq: number | null; number: number }>(
      `SELECT op, key, value, at, seq, number FROM live_states
       WHERE number > $1 AND replica <> $2 ORDER BY number LIMIT $3`,
      [after, this.#replica, PAGE],
    );
    return rows.map(({ number, seq, ...op }) => ({ number, ops: [seq === null ? op : { ...op, seq }] }));
  }

  /** What people did after a number, as others told it, a page; empty at the end. @throws ledger_unavailable */
  activity(after: number): Promise<Told<ActivityOp>[]> {
    return this.#ledger.query<Told<ActivityOp>>(
      `SELECT number, ops FROM live_activity WHERE number > $1 AND replica <> $2 ORDER BY number LIMIT $3`,
      [after, this.#replica, PAGE],
    );
  }

  /** Tells. Of a state the latest stands, whoever tells it. @param seq up to which this replica has told then @throws ledger_unavailable */
  async write(states: readonly StateOp[], activity: readonly ActivityOp[], seq: number): Promise<void> {
    await this.#ledger.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
      if (states.length > 0)
        await tx.query(
          `INSERT INTO live_states (op, key, value, at, seq, replica, number)
           SELECT s.op, s.key, s.value, s.at, s.seq, $2, nextval('live_numbers')
           FROM jsonb_to_recordset($1::jsonb) AS s(op text, key text, value boolean, at bigint, seq bigint)
           ON CONFLICT (op, key) DO UPDATE
           SET value = excluded.value, at = excluded.at, seq = excluded.seq, replica = excluded.replica, number = excluded.number
           WHERE live_states.at <= excluded.at`,
          [JSON.stringify(states), this.#replica],
        );
      if (activity.length > 0)
        await tx.query(
          `INSERT INTO live_activity (number, replica, ops) VALUES (nextval('live_numbers'), $1, $2)`,
          [this.#replica, JSON.stringify(activity)],
        );
      await tx.query(
        `INSERT INTO live_replicas (replica, told_seq) VALUES ($1, $2)
         ON CONFLICT (replica) DO UPDATE SET told_seq = greatest(live_replicas.told_seq, excluded.told_seq)`,
        [this.#replica, seq],
      );
    });
  }

  /** Drops what people did before a time. @throws ledger_unavailable */
  async drop(before: Date): Promise<void> {
    await this.#ledger.query('DELETE FROM live_activity WHERE told_at < $1', [before]);
  }
}
