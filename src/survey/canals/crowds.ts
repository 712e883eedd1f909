import { canonicalHash, GcError, ID_PREFIX } from '../../base/index.ts';
import type { CrowdDefinition } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { run } from '../../warehouse/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { crowdCount } from './sql/crowd-count.sql.gen.ts';

/** What defines a crowd; who saved it and when does not. */
export type CrowdBody = Omit<CrowdDefinition, 'crowd_id' | 'created_at' | 'created_by'>;

/** Crowds are saved by reference: the id is a hash of the definition, so saving twice is saving once. */
export class Crowds {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async save(body: CrowdBody, createdAt: string, createdBy: string): Promise<CrowdDefinition> {
    const { name: _name, ...meaning } = body;
    const digest = canonicalHash(meaning).slice(0, 24);
    const crowd: CrowdDefinition = {
      ...body,
      crowd_id: `${ID_PREFIX.crowd}_${digest}`,
      created_at: createdAt,
      created_by: createdBy,
    };
    await this.#ledger.query(
      'INSERT INTO crowds (crowd_id, definition, created_at, created_by) VALUES ($1, $2, $3, $4) ON CONFLICT (crowd_id) DO NOTHING',
      [crowd.crowd_id, JSON.stringify(crowd), createdAt, createdBy],
    );
    return this.get(crowd.crowd_id);
  }

  /** @throws not_found */
  async get(crowdId: string): Promise<CrowdDefinition> {
    const [row] = await this.#ledger.query<{ definition: CrowdDefinition }>(
      'SELECT definition FROM crowds WHERE crowd_id = $1',
      [crowdId],
    );
    if (!row) throw new GcError('not_found', `There is no crowd ${crowdId}.`);
    return row.definition;
  }

  async list(): Promise<CrowdDefinition[]> {
    const rows = await this.#ledger.query<{ definition: CrowdDefinition }>(
      'SELECT definition FROM crowds ORDER BY created_at DESC, crowd_id LIMIT 1000',
    );
    return rows.map((row) => row.definition);
  }
}

/**
 * People of a crowd, as known in `resolved`. A category that a shard has never seen is held by nobody there.
 * @param numbers dense number of a category id by shard
 */
export async function countCrowd(
  resolved: Resolved,
  numbers: readonly ReadonlyMap<string, number>[],
  crowd: CrowdBody,
): Promise<number> {
  const UNKNOWN = 4_294_967_295;
  const counts = await Promise.all(
    resolved.shards.map(({ warehouse, table }, shard) => {
      const no = (id: string | undefined) => (id === undefined ? 0 : (numbers[shard]!.get(id) ?? UNKNOWN));
      return run(warehouse, crowdCount, {
        table,
        as_of: crowd.as_of,
        lookback: crowd.lookback_days,
        holds: no(crowd.holds_category_id),
        lacks: no(crowd.lacks_category_id),
        breadth_min: crowd.breadth?.min ?? 0,
        breadth_max: crowd.breadth?.max ?? 65_535,
      });
    }),
  );
  return counts.reduce((sum, rows) => sum + (rows[0]?.people ?? 0), 0);
}
