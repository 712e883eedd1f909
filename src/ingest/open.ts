import { GcError } from '../base/index.ts';
import type { Ingest, IngestOptions } from './face.ts';

/** Opens ingest on its folder: recovers the log's tail, resumes loading and erasures, then serves. */
export async function openIngest(_options: IngestOptions): Promise<Ingest> {
  throw new GcError('internal', 'The logic lands in the next commits; the types stand.');
}
