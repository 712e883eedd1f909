import { atOnce } from '../../base/index.ts';
import {
  layingDocs,
  openIndex,
  type Scratch,
  type SearchDoc,
  type SearchIndex,
  scratchFor,
} from '../../search/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { Understood } from './understood.ts';

const opened = new WeakMap<Uint8Array, SearchIndex>();
const laid = new WeakMap<ReadonlyMap<number, SearchDoc>, SearchIndex>();

/** Puts the words of a patch over the index some at a time, where they are not yet: then its finder opens at once. */
export function* readyWords({ search, patch, items }: Snapshot): Generator<void> {
  if (!search || !patch || patch.docs.size === 0 || laid.has(patch.docs)) return;
  laid.set(patch.docs, yield* layingDocs(openedOnce(search), patch.docs, items.category.length));
}

/** The snapshot's index, with the documents of its patch over it: the same one while those are the same. */
export function indexOf(snapshot: Snapshot): SearchIndex | null {
  const { search, patch } = snapshot;
  if (!search) return null;
  if (!patch || patch.docs.size === 0) return openedOnce(search);
  atOnce(readyWords(snapshot));
  return laid.get(patch.docs)!;
}

/** Decoding its words takes a while. */
function openedOnce(search: Uint8Array): SearchIndex {
  let index = opened.get(search);
  if (!index) {
    index = openIndex(search);
    opened.set(search, index);
  }
  return index;
}

/** What queries mean over an index, and memory for finding in it: a search runs to its end, so that all who search on this thread share them. */
interface Reader {
  readonly understood: Understood | null;
  readonly scratch: Scratch;
}
const readers = new WeakMap<SearchIndex, Reader>();

export function readerOf(index: SearchIndex | null): Reader {
  if (!index) return { understood: null, scratch: scratchFor(0) };
  let reader = readers.get(index);
  if (!reader) {
    const docs = Math.max(index.docs, index.live?.masked.length ?? 0);
    reader = { understood: new Understood(index), scratch: scratchFor(docs) };
    readers.set(index, reader);
  }
  return reader;
}
