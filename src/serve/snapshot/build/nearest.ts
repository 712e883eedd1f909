/** The items of highest weight among those added, the heaviest first; of equal ones the lower number. Nothing is allocated. */
export class Nearest {
  readonly item: Uint32Array;
  readonly weight: Float64Array;
  count = 0;

  constructor(readonly most: number) {
    this.item = new Uint32Array(most);
    this.weight = new Float64Array(most);
  }

  clear(): void {
    this.count = 0;
  }

  add(item: number, weight: number): void {
    const { item: items, weight: weights, most } = this;
    let at = this.count < most ? this.count++ : most;
    for (; at > 0; at--) {
      const before = weights[at - 1]!;
      if (before > weight || (before === weight && items[at - 1]! < item)) break;
      if (at === most) continue;
      weights[at] = before;
      items[at] = items[at - 1]!;
    }
    if (at === most) return;
    weights[at] = weight;
    items[at] = item;
  }
}
