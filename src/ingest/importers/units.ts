type Unit = 'piece' | 'g' | 'ml' | 'cm' | 'cm2';

const FACTORS: Readonly<Record<string, readonly [Unit, number]>> = {
  OZ: ['g', 28.349523125],
  LB: ['g', 453.59237],
  G: ['g', 1],
  KG: ['g', 1000],
  ML: ['ml', 1],
  LITER: ['ml', 1000],
  LTR: ['ml', 1000],
  L: ['ml', 1000],
  GAL: ['ml', 3785.411784],
  QT: ['ml', 946.352946],
  PT: ['ml', 473.176473],
  CT: ['piece', 1],
};

/**
 * Content of a package as its label says it: `16 OZ`, `1.5 LITER`, `12 CT`. Labels do not tell fluid
 * from solid ounces; both read as mass, which compares packages of one category all the same.
 * @returns null where the label does not say one amount in a known unit (`1/2 GAL`, `6/12 OZ` do not)
 */
export function contentOf(label: string): { unit: Unit; unit_quantity: number } | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([A-Z]+)$/.exec(label.trim().toUpperCase());
  const factor = match && FACTORS[match[2]!];
  if (!factor) return null;
  const unit_quantity = Number((Number(match[1]) * factor[1]).toPrecision(10));
  return unit_quantity > 0 ? { unit: factor[0], unit_quantity } : null;
}
