import { createHash } from 'node:crypto';
import { GcError } from '../../base/index.ts';
import type { ModelCard } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';

/** A stored model: the ids of its category numbers, and the model itself as its room stores it. */
interface StoredModel {
  readonly categories: readonly string[];
  readonly model: unknown;
}

/** Models in the ledger: written once, found by id, the artefact read only where it is needed. */
export class ModelStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Stores under the kind's next version; a model of the same id stays the model it is. */
  async save(card: Omit<ModelCard, 'version'>, artefact: string | null): Promise<ModelCard> {
    return this.#ledger.transaction(async (tx) => {
      const [last] = await tx.query<{ version: number }>(
        'SELECT coalesce(max(version), 0) AS version FROM models WHERE kind = $1',
        [card.kind],
      );
      const versioned: ModelCard = { ...card, version: Number(last!.version) + 1 };
      await tx.query(
        `INSERT INTO models (model_id, kind, version, card, artefact, artefact_sha256, trained_at, trained_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          card.model_id,
          card.kind,
          versioned.version,
          JSON.stringify(versioned),
          artefact,
          card.artefact_sha256,
          card.trained_at,
          card.trained_by,
        ],
      );
      return versioned;
    });
  }

  async find(modelId: string): Promise<ModelCard | null> {
    const [row] = await this.#ledger.query<{ card: ModelCard }>(
      'SELECT card FROM models WHERE model_id = $1',
      [modelId],
    );
    return row?.card ?? null;
  }

  async list(limit: number): Promise<ModelCard[]> {
    const rows = await this.#ledger.query<{ card: ModelCard }>(
      'SELECT card FROM models ORDER BY trained_at DESC, version DESC LIMIT $1',
      [limit],
    );
    return rows.map((row) => row.card);
  }

  /** @throws not_found; conflict where nothing was fitted; schema_mismatch where the text is not what was stored */
  async artefact(modelId: string): Promise<{ card: ModelCard; artefact: StoredModel }> {
    const [row] = await this.#ledger.query<{
      card: ModelCard;
      artefact: string | null;
      artefact_sha256: string | null;
    }>('SELECT card, artefact, artefact_sha256 FROM models WHERE model_id = $1', [modelId]);
    if (!row) throw new GcError('not_found', `There is no model ${modelId}.`);
    if (row.artefact === null)
      throw new GcError('conflict', `Nothing was fitted: ${row.card.reason?.detail ?? row.card.status}`);
    if (createHash('sha256').update(row.artefact).digest('hex') !== row.artefact_sha256)
      throw new GcError('schema_mismatch', `The artefact of model ${modelId} is not what was stored.`);
    return { card: row.card, artefact: JSON.parse(row.artefact) as StoredModel };
  }
}
