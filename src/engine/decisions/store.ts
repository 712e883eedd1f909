import { join } from 'node:path';
import { GcError } from '../../base/index.ts';
import type { Decision, DecisionSummary } from '../../contracts/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import type { EngineLogger } from '../logger.ts';
import { decisionJson } from './decision-json.ts';
import { DecisionLog } from './log.ts';
import { LOADED } from './rows.ts';
import { type SlotOutcomesRow, slotOutcomes } from './sql/slot-outcomes.sql.gen.ts';

/** How often what was decided is brought into the warehouse. */
const LOAD_MS = 10_000;
const DAY_MS = 86_400_000;

export interface DecisionsOptions {
  /** Folder of its own. */
  readonly dir: string;
  readonly warehouse: Warehouse;
  readonly logger: EngineLogger;
  readonly now: () => number;
  /** Days after which a decision goes. */
  readonly retentionDays: () => number;
  readonly isErased: (accountId: string) => boolean;
}

export interface DecisionFilter {
  readonly limit: number;
  /** Decisions older than this one. */
  readonly after?: string | undefined;
  readonly scenario?: string | undefined;
  readonly account_id?: string | undefined;
  readonly offer_id?: string | undefined;
}

/** Decisions: written to the log before they are answered, brought into the warehouse in bulk, read from both. */
export class Decisions {
  readonly #o: DecisionsOptions;
  readonly #log: DecisionLog;
  readonly #timer: NodeJS.Timeout;
  #loading: Promise<void> | null = null;
  #expiredBefore = 0;
  /** Whose decisions are not to be loaded as they are in the log. */
  readonly #erased = new Set<string>();
  #closed = false;

  constructor(options: DecisionsOptions) {
    this.#o = options;
    this.#log = DecisionLog.open(join(options.dir, 'log'));
    this.#timer = setInterval(() => {
      if (this.#log.bytes > 0) this.load().catch(() => {});
    }, LOAD_MS).unref();
  }

  /** Resolves when the decisions outlive this process. @throws disk_full */
  async write(decisions: readonly Decision[]): Promise<void> {
    try {
      await this.#log.append(
        decisions.map((decision) => ({ id: decision.decision_id, json: decisionJson(decision) })),
      );
    } catch (cause) {
      const full = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '');
      throw new GcError(
        full ? 'disk_full' : 'internal',
        'The decision could not be written down, so it is not answered.',
        { cause },
      );
    }
  }

  /** A decision's record, byte for byte. @throws not_found, erased, decision_expired */
  async record(id: string): Promise<string> {
    let json = this.#isPast(id) ? null : this.#log.find(id);
    if (json === null) {
      json = (await this.#loaded(id)) ?? this.#log.find(id);
    }
    if (json === null || json === undefined) throw this.#absent(id);
    if (json === '' || this.#o.isErased(accountIn(json)))
      throw new GcError('erased', `The person behind ${id} was erased; of the decision nothing is kept.`);
    return json;
  }

  /**
   * A record in the warehouse; null: it has none. The row is found by the order of ids alone: where a load was done twice, either row will do,
   * for both say the same or one that the person was erased, whom no record of is given in any case.
   */
  async #loaded(id: string): Promise<string | null> {
    const [row] = await this.#o.warehouse.query<{ record: string }>(
      'SELECT record FROM decisions WHERE decision_id = {id:String} LIMIT 1',
      { id },
    );
    return row?.record ?? null;
  }

  /** Latest first; what was decided up to this call is in it. */
  async list(filter: DecisionFilter): Promise<DecisionSummary[]> {
    await this.load();
    const { limit, after = '', scenario = '', account_id = '', offer_id = '' } = filter;
    const rows = await this.#o.warehouse.query<Omit<DecisionSummary, 'holdout'> & { holdout: number }>(
      `SELECT decision_id, formatDateTime(at, '%Y-%m-%dT%H:%i:%S.%fZ') AS at, scenario, account_id, policy_version, snapshot_hash,
         holdout, slot_count, canal_slot_count
       FROM decisions FINAL
       WHERE record != ''
         AND ({after:String} = '' OR decision_id < {after:String})
         AND ({scenario:String} = '' OR scenario = {scenario:String})
         AND ({account_id:String} = '' OR account_id = {account_id:String})
         AND ({offer_id:String} = '' OR decision_id IN (SELECT decision_id FROM decision_slots WHERE offer_id = {offer_id:String} AND ghost = 0))
       ORDER BY decision_id DESC LIMIT {limit:UInt32}`,
      { limit, after, scenario, account_id, offer_id },
    );
    return rows
      .filter((row) => !this.#o.isErased(row.account_id))
      .map((row) => ({ ...row, at: new Date(row.at).toISOString(), holdout: row.holdout === 1 }));
  }

  /**
   * What became of the slots decided in [from, until) (ms): impressions, clicks, lines that name the slot, its offer and its account,
   * up to `horizonDays` after.
   */
  async outcomes(from: number, until: number, horizonDays: number): Promise<SlotOutcomesRow[]> {
    await this.load();
    const text = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
    return run(this.#o.warehouse, slotOutcomes, {
      from: text(from),
      until: text(until),
      horizon_days: horizonDays,
    });
  }

  /** Brings everything that was written before the call into the warehouse. @throws warehouse_unavailable */
  async load(): Promise<void> {
    while (this.#loading) await this.#loading;
    if (this.#log.bytes === 0 || this.#closed) return;
    this.#loading = this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Of an erased person's decisions only the ids stay. Safe to repeat. @throws warehouse_unavailable */
  async erase(accountIds: readonly string[]): Promise<void> {
    if (accountIds.length === 0) return;
    for (const id of accountIds) this.#erased.add(id);
    await this.load();
    this.#log.forgetLoaded();
    const params = { ids: [...accountIds] };
    for (const table of ['decision_slots', 'decisions']) {
      const [found] = await this.#o.warehouse.query<{ n: number }>(
        `SELECT count() AS n FROM ${table} WHERE account_id IN {ids:Array(String)}`,
        params,
      );
      if (found!.n === 0) continue;
      const change = table === 'decisions' ? `UPDATE record = '', account_id = ''` : 'DELETE';
      await this.#o.warehouse.exec(
        `ALTER TABLE ${table} ${change} WHERE account_id IN {ids:Array(String)} SETTINGS mutations_sync = 2`,
        params,
      );
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.load().catch(() => {});
    this.#closed = true;
    this.#log.close();
  }

  async #load(): Promise<void> {
    const { warehouse, logger } = this.#o;
    try {
      for (const { no, path } of this.#log.rotate()) {
        const erased = [...this.#erased];
        // A crash in between loads both again: rows of one key replace each other.
        for (const { table, columns, select } of LOADED)
          await warehouse.loadLines(table, path, columns, select, { erased });
        this.#log.loaded(no);
      }
      await this.#expire();
    } catch (error) {
      logger.warn({ err: error }, 'decisions were not loaded; they are kept in the log');
      throw error;
    }
  }

  /** Drops decisions past their days, once a day. */
  async #expire(): Promise<void> {
    const before = this.#o.now() - this.#o.retentionDays() * DAY_MS;
    if (before - this.#expiredBefore < DAY_MS) return;
    this.#expiredBefore = before;
    const past = `at < {before:DateTime64(3, 'UTC')}`;
    const params = { before: new Date(before).toISOString().replace('T', ' ').replace('Z', '') };
    for (const table of ['decisions', 'decision_slots']) {
      // Where nothing is past its days, nothing is rewritten.
      const [found] = await this.#o.warehouse.query<{ n: number }>(
        `SELECT count() AS n FROM ${table} WHERE ${past}`,
        params,
      );
      if (found!.n > 0) await this.#o.warehouse.exec(`ALTER TABLE ${table} DELETE WHERE ${past}`, params);
    }
  }

  /** Whether it is so old that it is not kept. */
  #isPast(id: string): boolean {
    const at = timeIn(id);
    return at !== null && at < this.#o.now() - this.#o.retentionDays() * DAY_MS;
  }

  #absent(id: string): GcError {
    if (this.#isPast(id))
      return new GcError('decision_expired', `${id} was made more than ${this.#o.retentionDays()} days ago.`);
    return new GcError('not_found', `There is no decision ${id}.`);
  }
}

/** The account that a record names. */
const accountIn = (json: string) => /"account_id":"([^"]*)"/.exec(json)?.[1] ?? '';

/** When an id was given (ms since 1970), or null where it is none of ours. */
export function timeIn(id: string): number | null {
  const match = /^dec_([0-9a-f]{11})[0-9a-f]{13}$/.exec(id);
  return match ? Number.parseInt(match[1]!, 16) : null;
}
