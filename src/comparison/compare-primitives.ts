import type { FoundDifference } from './difference.js';
import type { IsSameNumber } from './tolerance.js';

/** In what two values differ of which one at least is a primitive; `undefined` where they are the same. */
export function comparePrimitives(
  recorded: unknown,
  actual: unknown,
  isSame: IsSameNumber,
): FoundDifference | undefined {
  if (Object.is(recorded, actual) || isSameSymbol(recorded, actual)) return undefined;
  if (typeof recorded === 'number' && typeof actual === 'number' && isSame(recorded, actual))
    return undefined;
  if (typeof recorded === 'string' && typeof actual === 'string') {
    return { kind: 'value', recorded, actual, at: firstDifference(recorded, actual) };
  }
  const isOneType = typeof recorded === typeof actual && recorded !== null && actual !== null;
  return { kind: isOneType ? 'value' : 'type', recorded, actual };
}

/** One that is not registered comes back as another. */
function isSameSymbol(recorded: unknown, actual: unknown): boolean {
  return (
    typeof recorded === 'symbol' &&
    typeof actual === 'symbol' &&
    Symbol.keyFor(recorded) === Symbol.keyFor(actual) &&
    recorded.description === actual.description
  );
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
