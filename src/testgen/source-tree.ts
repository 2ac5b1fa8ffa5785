import { parse } from 'acorn';

/** A node of a syntax tree (ESTree), as far as it is looked at here. */
export interface SourceNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The node of a function or class from its own text; `undefined` for what cannot be read, such as native code. */
export function parseFunction(source: string): SourceNode | undefined {
  const [expression] = [`(${source})`, `({${source}})`].flatMap((text) => {
    try {
      const [statement] = nodesOf(parse(text, { ecmaVersion: 'latest' }), 'body');
      return nodesOf(statement, 'expression');
    } catch {
      return []; // another form may be the one
    }
  });
  if (expression?.type !== 'ObjectExpression') return expression;
  const [property] = nodesOf(expression, 'properties');
  return nodesOf(property, 'value')[0];
}

/** The nodes under a key, one or several. */
export function nodesOf(node: unknown, key: string): SourceNode[] {
  if (typeof node !== 'object' || node === null) return [];
  const value: unknown = Reflect.get(node, key);
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** A node and all that stand in it, but for those inside of nodes that `isClosed` holds for. */
export function* nodesIn(
  root: SourceNode,
  isClosed: (node: SourceNode) => boolean = () => false,
): Generator<SourceNode> {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    if (node !== root && isClosed(node)) continue;
    const inside = Object.keys(node).flatMap((key) => nodesOf(node, key));
    pending.push(...inside.reverse());
  }
}

export function isFunctionNode({ type }: SourceNode): boolean {
  return /^(Arrow)?Function(Expression|Declaration)$/.test(type);
}

function isNode(value: unknown): value is SourceNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
