import { Refusal } from './refusal.ts';

export interface TreeNode {
  source_id: string;
  parent: string | null;
}

/** Where a category stands: the source ids from the top category to itself, and whether nothing is below it. */
export interface Placed {
  path: string[];
  leaf: boolean;
}

const MAX_LEVEL = 32;

/**
 * Places every category of one tree version.
 * @throws Refusal category_parent_unknown, category_loop, schema_mismatch (a category twice, or too deep)
 * Cost: O(categories × depth).
 */
export function placeCategories(nodes: readonly TreeNode[]): Map<string, Placed> {
  const parentOf = new Map<string, string | null>();
  nodes.forEach((node, i) => {
    if (parentOf.has(node.source_id)) {
      throw new Refusal(
        'schema_mismatch',
        `Category ${node.source_id} stands twice in the tree.`,
        `/categories/${i}`,
      );
    }
    parentOf.set(node.source_id, node.parent);
  });
  const parents = new Set<string>();
  nodes.forEach((node, i) => {
    if (node.parent === null) return;
    if (!parentOf.has(node.parent)) {
      const detail = `Category ${node.source_id} names the parent ${node.parent}, which the tree lacks.`;
      throw new Refusal('category_parent_unknown', detail, `/categories/${i}/parent`);
    }
    parents.add(node.parent);
  });
  const paths = new Map<string, string[]>();
  nodes.forEach((node, i) => {
    const climb: string[] = [];
    const seen = new Set<string>();
    let at: string | null = node.source_id;
    while (at !== null && !paths.has(at)) {
      if (seen.has(at)) {
        const loop = [...climb.slice(climb.indexOf(at)), at].reverse().join(' → ');
        throw new Refusal('category_loop', `The tree contains the loop ${loop}.`, `/categories/${i}/parent`);
      }
      seen.add(at);
      climb.push(at);
      at = parentOf.get(at)!;
    }
    let path: string[] = at === null ? [] : paths.get(at)!;
    for (const id of climb.reverse()) {
      path = [...path, id];
      if (path.length > MAX_LEVEL) {
        throw new Refusal('schema_mismatch', `A tree may have ${MAX_LEVEL} levels.`, `/categories/${i}`);
      }
      paths.set(id, path);
    }
  });
  const placed = new Map<string, Placed>();
  for (const node of nodes) {
    placed.set(node.source_id, { path: paths.get(node.source_id)!, leaf: !parents.has(node.source_id) });
  }
  return placed;
}
