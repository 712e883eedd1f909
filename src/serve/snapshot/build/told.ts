import { type CatalogueRows, type Told, UNITS, type VariantRow } from './facts.ts';

/** Variants in columns, and since when and in which revision the rows of a snapshot hold: what a later fact has to beat. Cost: O(rows). */
export function toldColumns(rows: CatalogueRows) {
  const variants: readonly VariantRow[] = rows.variants ?? [];
  const item = new Map(rows.items.map(({ id }, i) => [id, i]));
  const variant = new Map(variants.map(({ id }, v) => [id, v]));
  const from = (list: readonly Told[]) => Float64Array.from(list, ({ valid_from }) => valid_from ?? 0);
  const revision = (list: readonly Told[]) => Uint32Array.from(list, (row) => row.revision ?? 0);
  return {
    variants: {
      id: variants.map(({ id }) => id),
      en: variants.map(({ en }) => en ?? ''),
      zh: variants.map(({ zh }) => zh ?? ''),
      item: Int32Array.from(variants, (v) => item.get(v.item) ?? -1),
      unit: Uint8Array.from(variants, ({ unit }) => Math.max(0, UNITS.indexOf(unit as 'piece'))),
      quantity: Float64Array.from(variants, ({ unit_quantity }) => unit_quantity),
      revision: revision(variants),
    },
    told: {
      offerVariant: Int32Array.from(rows.offers, (o) => (o.variant ? (variant.get(o.variant) ?? -1) : -1)),
      offerFrom: from(rows.offers),
      offerRevision: revision(rows.offers),
      itemFrom: from(rows.items),
      itemRevision: revision(rows.items),
      shopFrom: from(rows.shops),
      shopRevision: revision(rows.shops),
      merchantFrom: from(rows.merchants),
      merchantRevision: revision(rows.merchants),
      brandRevision: revision(rows.brands),
    },
  };
}
