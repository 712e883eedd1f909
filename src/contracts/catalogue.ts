/**
 * A row of the catalogue as the warehouse keeps it: ids are ours, amounts are in minor units of the reporting currency. Ingest tells of
 * them as it acknowledges them, and the warehouse gives the same ones back: what serving puts over its snapshot is made from either.
 */
interface Row {
  /** Place in the order of commits. */
  readonly seq: number;
  readonly revision: number;
  /** From when on it holds (ms since 1970-01-01 UTC); 0 where it always did, or its kind has no such date. */
  readonly valid_from: number;
  readonly id: string;
  readonly source_id: string;
  /** '' where it has no name of its own. */
  readonly en: string;
  readonly zh: string;
}

export type CatalogueRow =
  | (Row & { readonly kind: 'merchant'; readonly tier: string; readonly industry: string })
  | (Row & { readonly kind: 'shop'; readonly merchant: string })
  | (Row & { readonly kind: 'brand' })
  | (Row & {
      readonly kind: 'item';
      readonly category: string;
      readonly brand: string;
      readonly attributes: Readonly<Record<string, string>>;
    })
  | (Row & {
      readonly kind: 'variant';
      readonly item: string;
      readonly unit: string;
      readonly unit_quantity: number;
    })
  | (Row & {
      readonly kind: 'offer';
      readonly shop: string;
      readonly variant: string;
      readonly price_minor: number;
      readonly list_price_minor: number;
      readonly status: string;
    });
export type CatalogueRowOf<K extends CatalogueRow['kind']> = Extract<CatalogueRow, { kind: K }>;
