import type { IndexedCall } from './log-index.js';
import type { RecordedRun } from './recorded-run.js';

/** The first place at which the calls that both runs have come in another order, and how many such places there are. */
export interface OrderDifference {
  readonly position: number;
  readonly first: string;
  readonly second: string;
  count: number;
}

type Ignores = ((name: string) => boolean) | undefined;

/** `undefined` where the order is the same. */
export function orderDifference(
  first: RecordedRun,
  second: RecordedRun,
  ignores: Ignores,
): OrderDifference | undefined {
  const order = second.log.allCalls();
  let difference: OrderDifference | undefined;
  let position = -1;
  for (const found of first.log.allCalls()) {
    const { name, invocation } = idOf(found);
    if (ignores?.(name) === true || second.find(name, invocation) === undefined) continue;
    const other = nextShared(order, first, ignores);
    if (other === undefined) return difference;
    position++;
    if (other.name === name && other.invocation === invocation) continue;
    difference ??= {
      position,
      first: `${name}/${invocation}`,
      second: `${other.name}/${other.invocation}`,
      count: 0,
    };
    difference.count++;
  }
  return difference;
}

function nextShared(order: Generator<IndexedCall>, first: RecordedRun, ignores: Ignores) {
  for (let next = order.next(); !next.done; next = order.next()) {
    const named = idOf(next.value);
    if (ignores?.(named.name) !== true && first.find(named.name, named.invocation) !== undefined)
      return named;
  }
  return undefined;
}

/** By what a call is known in both runs. */
export function idOf({ index, row }: IndexedCall): { name: string; invocation: number } {
  return { name: index.name, invocation: index.calls.invocationOf(row) };
}
