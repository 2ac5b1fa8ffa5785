import picomatch from 'picomatch';
import { stepText, type ValuePath } from '../comparison/value-path.js';
import { UsageError } from './usage-error.js';

const ROOTS = /^(?:this|args|kwargs|result|error|args_after|status)(?=$|[.[])/;

interface PathRule {
  /** Which functions it is for. */
  readonly isFor: (name: string) => boolean;
  readonly matches: (path: string) => boolean;
}

/** What `--ignore` keeps out of a comparison. */
export interface IgnoreRules {
  ignoresFunction(name: string): boolean;
  /** `undefined` where nothing of a function is kept out. */
  ignoredPaths(name: string): ((path: ValuePath) => boolean) | undefined;
}

/**
 * Reads `--ignore`: a function's name or a glob (`log*`), a path in every call (`args[0].id`, `result.rows[*].at`), a
 * property wherever it is (`.id`), and each of the latter two for some functions only (`solve:result.time`).
 * @throws UsageError for an empty one
 */
export function ignoreRules(given: readonly string[]): IgnoreRules {
  const names: Array<(name: string) => boolean> = [];
  const paths: PathRule[] = [];
  for (const text of given) {
    if (text === '') throw new UsageError("Expected a function or a path after --ignore, got ''");
    const [, name = '**', path = text] = /^([^:]+):(.+)$/s.exec(text) ?? [];
    if (path.startsWith('.') || ROOTS.test(path))
      paths.push({ isFor: globOf(name), matches: pathMatcher(path) });
    else names.push(globOf(text));
  }
  return {
    ignoresFunction: (name) => names.some((matches) => matches(name)),
    ignoredPaths: (name) => {
      const rules = paths.filter(({ isFor }) => isFor(name));
      if (rules.length === 0) return undefined;
      return (path) => rules.some(({ matches }) => matches(pathText(path)));
    },
  };
}

/** Names are no file names: a dot in one is a character like any other. */
function globOf(pattern: string): (name: string) => boolean {
  if (pattern === '**') return () => true;
  return picomatch(pattern, { dot: true, bash: true });
}

function pathMatcher(pattern: string): (path: string) => boolean {
  if (pattern.startsWith('.')) return (path) => path.endsWith(pattern);
  const source = pattern.split('*').map(escaped).join('[^.[\\]]*');
  const matcher = new RegExp(`^${source}$`, 'su');
  return (path) => matcher.test(path);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function pathText(path: ValuePath): string {
  const [root, ...steps] = path.steps();
  return String(root) + steps.map(stepText).join('');
}
