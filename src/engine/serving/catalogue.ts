import type { CatalogueRow } from '../../contracts/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { type CatalogueSinceRow, catalogueSince } from './sql/catalogue-since.sql.gen.ts';

/** Rows of the catalogue with sequences in (from, upTo], as ingest told of them, in their order. @throws warehouse_unavailable */
export async function readCatalogue(
  warehouse: Warehouse,
  from: number,
  upTo: number,
): Promise<CatalogueRow[]> {
  const rows = await run(warehouse, catalogueSince, { known_at: from, up_to: upTo });
  return rows.map(rowOf);
}

function rowOf(row: CatalogueSinceRow): CatalogueRow {
  const { belongs_to, second, text, amount, second_amount, attributes } = row;
  const common = {
    seq: Number(row.seq),
    revision: Number(row.revision),
    valid_from: Number(row.valid_from),
    id: row.id,
    source_id: row.source_id,
    en: row.en,
    zh: row.zh,
  };
  switch (row.kind) {
    case 'merchant':
      return { kind: 'merchant', ...common, tier: text, industry: belongs_to };
    case 'shop':
      return { kind: 'shop', ...common, merchant: belongs_to };
    case 'item':
      return { kind: 'item', ...common, category: belongs_to, brand: second, attributes };
    case 'variant':
      return { kind: 'variant', ...common, item: belongs_to, unit: text, unit_quantity: Number(amount) };
    case 'offer':
      return {
        kind: 'offer',
        ...common,
        shop: belongs_to,
        variant: second,
        price_minor: Number(amount),
        list_price_minor: Number(second_amount),
        status: text,
      };
    default:
      return { kind: 'brand', ...common };
  }
}
