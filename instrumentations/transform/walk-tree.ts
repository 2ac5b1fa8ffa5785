import type { AnyNode } from 'acorn';

/** What is told of a tree. `path` leads from its root to the node at hand, and is changed as the walk goes on. */
export interface Visitor {
  enter(node: AnyNode, path: readonly AnyNode[]): void;
  leave(node: AnyNode, path: readonly AnyNode[]): void;
}

/** Goes through a tree in the order of its text, without recursion: generated code nests deeply. */
export function walkTree(root: AnyNode, visitor: Visitor): void {
  const path: AnyNode[] = [];
  const pending: (AnyNode | undefined)[] = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) {
      const left = path[path.length - 1];
      if (left !== undefined) visitor.leave(left, path);
      path.pop();
    } else {
      path.push(node);
      pending.push(undefined);
      visitor.enter(node, path);
      pushChildren(node, pending);
    }
  }
}

function pushChildren(node: AnyNode, pending: (AnyNode | undefined)[]): void {
  const first = pending.length;
  for (const key in node) {
    const child: unknown = node[key as keyof AnyNode];
    if (isNode(child)) pending.push(child);
    else if (Array.isArray(child)) for (const item of child) if (isNode(item)) pending.push(item);
  }
  reverseFrom(pending, first);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<AnyNode>).type === 'string';
}

function reverseFrom(items: unknown[], first: number): void {
  for (let low = first, high = items.length - 1; low < high; low++, high--) {
    const item = items[low];
    items[low] = items[high];
    items[high] = item;
  }
}
