/** A flow from a node on the left to one on the right. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

export interface Node {
  readonly id: string;
  readonly value: number;
  readonly y: number;
  readonly height: number;
}

export interface Ribbon {
  /** Place of the flow among those given. */
  readonly index: number;
  readonly fromY: number;
  readonly toY: number;
  readonly thickness: number;
}

export interface SankeyLayout {
  readonly left: readonly Node[];
  readonly right: readonly Node[];
  readonly ribbons: readonly Ribbon[];
  readonly height: number;
}

/**
 * Places two columns of nodes, and the flows between them, on one scale of pixels a unit. Nodes on the left stand
 * by size; those on the right, and the flows at each node, by where their other ends are, so that few flows cross.
 * @param flows value > 0
 * @param room pixels that the flows together may take
 * @param gap least distance of two nodes, so that their names have room
 * @returns ribbons in the order given; the sum of thicknesses at a node is its height
 */
export function sankeyLayout(flows: readonly Flow[], room: number, gap: number): SankeyLayout {
  const total = flows.reduce((sum, f) => sum + f.value, 0);
  const scale = total > 0 ? room / total : 0;
  const left = sums(flows, (f) => f.from).sort((a, b) => b.value - a.value);
  const order = new Map(left.map((n, i) => [n.id, i]));
  const pull = (id: string) => {
    const into = flows.filter((f) => f.to === id);
    const weight = into.reduce((sum, f) => sum + f.value, 0);
    return into.reduce((sum, f) => sum + f.value * (order.get(f.from) ?? 0), 0) / weight;
  };
  const right = sums(flows, (f) => f.to)
    .map((node) => ({ node, pull: pull(node.id) }))
    .sort((a, b) => a.pull - b.pull)
    .map(({ node }) => node);
  const height = room + (Math.max(left.length, right.length, 1) - 1) * gap;
  const [placedLeft, placedRight] = [stack(left, scale, height), stack(right, scale, height)];
  const [leftY, rightY] = [tops(placedLeft), tops(placedRight)];
  const ribbons = flows.map((f, index) => ({ index, fromY: 0, toY: 0, thickness: f.value * scale }));
  const each = (by: (f: Flow) => number, place: (r: (typeof ribbons)[number], f: Flow) => void) => {
    for (const r of [...ribbons].sort((a, b) => by(flows[a.index]!) - by(flows[b.index]!)))
      place(r, flows[r.index]!);
  };
  const [nextLeft, nextRight] = [new Map(leftY), new Map(rightY)];
  each(
    (f) => rightY.get(f.to)!,
    (r, f) => {
      r.fromY = nextLeft.get(f.from)!;
      nextLeft.set(f.from, r.fromY + r.thickness);
    },
  );
  each(
    (f) => leftY.get(f.from)!,
    (r, f) => {
      r.toY = nextRight.get(f.to)!;
      nextRight.set(f.to, r.toY + r.thickness);
    },
  );
  return { left: placedLeft, right: placedRight, ribbons, height };
}

function sums(flows: readonly Flow[], end: (f: Flow) => string): { id: string; value: number }[] {
  const by = new Map<string, number>();
  for (const f of flows) by.set(end(f), (by.get(end(f)) ?? 0) + f.value);
  return [...by].map(([id, value]) => ({ id, value }));
}

/** Below each other over the whole height; the shorter column has the wider gaps. */
function stack(nodes: readonly { id: string; value: number }[], scale: number, height: number): Node[] {
  const taken = nodes.reduce((sum, n) => sum + n.value * scale, 0);
  const gap = (height - taken) / (nodes.length + 1);
  const inner = nodes.length > 1 ? (height - taken) / (nodes.length - 1) : 0;
  // Few nodes stand in the middle rather than torn apart to the edges.
  const between = Math.min(inner, Math.max(gap, 40));
  let y = (height - taken - between * (nodes.length - 1)) / 2;
  return nodes.map(({ id, value }) => {
    const node = { id, value, y, height: value * scale };
    y += node.height + between;
    return node;
  });
}

const tops = (nodes: readonly Node[]) => new Map(nodes.map((n) => [n.id, n.y]));
