import type { Session } from './session.js';
import { isExpected, writeError } from './write-error.js';

/** Does something with each of several databases; one where that fails is named, and the others have their turn. */
export async function eachDatabase<Item, Result>(
  items: readonly Item[],
  session: Session,
  work: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    try {
      results.push(await work(item));
    } catch (error) {
      if (items.length === 1 || !isExpected(error)) throw error;
      writeError(error, session.terminal);
      session.hasFoundDamage = true;
    }
  }
  return results;
}
