import type { SnapshotFacts } from '../../serve/index.ts';
import type { CatalogueKind } from './facts-export.ts';
import { HashNumbers } from './hash-numbers.ts';
import { take } from './take.ts';

type Catalogue = SnapshotFacts['catalogue'];
/** Fields of a row after its hash, as its .sql file names them. */
type Fields = readonly (string | number | Record<string, string>)[];
export type CatalogueNumbers = Readonly<Record<CatalogueKind, HashNumbers>>;

/**
 * Reads the catalogue's rows back, and the number of each by the hash that lines and events name it by. Rows are written out
 * field by field: spread ones cost several times as much. Cost: O(bytes).
 */
export function readCatalogue(paths: Readonly<Record<CatalogueKind, string>>): {
  catalogue: Catalogue;
  numbers: CatalogueNumbers;
} {
  const numbers = {} as Record<CatalogueKind, HashNumbers>;
  const rows = <Row>(kind: CatalogueKind, of: (fields: Fields) => Row): Row[] => {
    const hashes: number[] = [];
    const list: Row[] = [];
    for (const fields of jsonRows(paths[kind])) {
      hashes.push(Number(fields[0]));
      list.push(of(fields));
    }
    numbers[kind] = new HashNumbers(hashes);
    return list;
  };
  const categories = rows('categories', (f) => ({
    id: f[1] as string,
    source_id: f[2] as string,
    en: f[3] as string,
    zh: f[4] as string,
    parent: (f[5] as string) || null,
  }));
  const merchants = rows('merchants', (f) => ({
    id: f[1] as string,
    source_id: f[2] as string,
    en: f[3] as string,
    zh: f[4] as string,
    tier: f[5] as 'brand' | 'standard' | 'small',
    industry: f[6] as string,
    valid_from: Number(f[7]),
    revision: Number(f[8]),
  }));
  const shops = rows('shops', (f) => ({
    id: f[1] as string,
    source_id: f[2] as string,
    en: f[3] as string,
    zh: f[4] as string,
    merchant: f[5] as string,
    valid_from: Number(f[6]),
    revision: Number(f[7]),
  }));
  const brands = rows('brands', (f) => ({
    id: f[1] as string,
    source_id: f[2] as string,
    en: f[3] as string,
    zh: f[4] as string,
    revision: Number(f[5]),
  }));
  const items = rows('items', (f) => ({
    id: f[1] as string,
    source_id: f[2] as string,
    en: f[3] as string,
    zh: f[4] as string,
    category: (f[5] as string) || null,
    brand: (f[6] as string) || null,
    attributes: f[7] as Record<string, string>,
    valid_from: Number(f[8]),
    revision: Number(f[9]),
  }));
  const variants = rows('variants', (f) => ({
    id: f[1] as string,
    en: f[2] as string,
    zh: f[3] as string,
    item: f[4] as string,
    unit: f[5] as string,
    unit_quantity: Number(f[6]),
    revision: Number(f[7]),
  }));
  const item = new Map(items.map((row) => [row.id, row]));
  const offers = rows('offers', (f) => {
    const its = item.get(f[5] as string);
    return {
      id: f[1] as string,
      source_id: f[2] as string,
      en: (f[3] as string) || its?.en || '',
      zh: (f[4] as string) || its?.zh || '',
      item: f[5] as string,
      shop: f[6] as string,
      price_minor: Number(f[7]),
      list_price_minor: Number(f[8]),
      active: Number(f[9]) === 1,
      unit: f[10] as string,
      unit_quantity: Number(f[11]),
      since: Number(f[12]),
      variant: f[13] as string,
      valid_from: Number(f[14]),
      revision: Number(f[15]),
    };
  });
  return { catalogue: { categories, merchants, shops, brands, items, offers, variants }, numbers };
}

/** Rows of one text each, JSON arrays: a length (LEB128), then UTF-8. */
function* jsonRows(path: string): Generator<Fields> {
  const bytes = take(path);
  for (let at = 0; at < bytes.length; ) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    yield JSON.parse(bytes.toString('utf8', at, at + length)) as Fields;
    at += length;
  }
}
