import type { Session } from './session.js';
import { isExpected, writeError } from './write-error.js';

/** Does something to each of several databases; one where that fails is named, and the others have their turn. */
export function eachDatabase<Result>(
  roots: readonly string[],
  session: Session,
  work: (root: string) => Result,
): Result[] {
  return roots.flatMap((root) => {
    try {
      return [work(root)];
    } catch (error) {
      if (roots.length === 1 || !isExpected(error)) throw error;
      writeError(error, session.terminal);
      session.hasFoundDamage = true;
      return [];
    }
  });
}
