import type { Engine } from '../engine/index.ts';

/**
 * Whoever has a receipt may ask for what was known with it: a question for a point of knowledge that was acknowledged and that the
 * warehouse does not have yet waits for it. A point that nobody was told of is refused where the question is answered.
 * @throws warehouse_unavailable where what was acknowledged cannot be loaded
 */
export async function untilKnown(engine: Engine, query: unknown): Promise<void> {
  const asked = (query as { known_at?: number } | undefined)?.known_at;
  if (asked === undefined) return;
  const { committed_seq, loaded_seq } = engine.ingest.position();
  if (asked > loaded_seq && asked <= committed_seq) await engine.ingest.flush();
}
