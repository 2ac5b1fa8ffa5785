import type { PathStep, ValuePath } from './query.js';
import { QueryError } from './query-error.js';

const ROOT = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
const STEP =
  /\.([\p{L}\p{N}_$][\p{L}\p{N}_$-]*|\*)|\[\s*(-?\d+|\*)\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]/uy;

/** Where a path stands in an expression. */
interface PathPlace {
  readonly expression: string;
  readonly at: number;
}

/**
 * Reads `args[0].id`, `kwargs["a b"]`, `points[*].x`.
 * @throws QueryError, which points at the step that cannot be read
 */
export function parsePath(text: string, { expression, at }: PathPlace): ValuePath {
  ROOT.lastIndex = 0;
  const root = ROOT.exec(text)?.[0];
  if (root === undefined)
    throw new QueryError(
      `Expected the name of an argument, or a path as args[0].id, got '${text}'`,
      expression,
      at,
    );
  const steps: PathStep[] = [];
  for (let next = root.length; next < text.length; next = STEP.lastIndex) {
    STEP.lastIndex = next;
    const found = STEP.exec(text);
    if (found === null)
      throw new QueryError(`Expected .name, [0], ["key"] or [*] in the path ${text}`, expression, at + next);
    steps.push(stepOf(found));
  }
  return { text, root, steps };
}

function stepOf([, name, index, ...quoted]: RegExpExecArray): PathStep {
  const key = name ?? index ?? (quoted[0] ?? quoted[1] ?? '').replace(/\\(.)/gsu, '$1');
  return (name ?? index) === '*' ? { kind: 'each' } : { kind: 'key', key };
}
