import type { DB } from '../database/db.js';
import { load } from '../database/load.js';
import type { Session } from './session.js';
import { isExpected, writeError } from './write-error.js';

/** What is read of each database; of several, one that cannot be read is named, and the others are read. */
export function readEach<Read>(roots: readonly string[], session: Session, read: (db: DB) => Read): Read[] {
  return roots.flatMap((root) => {
    try {
      const db = load(root);
      session.hasFoundDamage ||= db.damaged > 0;
      return [read(db)];
    } catch (error) {
      if (roots.length === 1 || !isExpected(error)) throw error;
      writeError(error, session.terminal);
      session.hasFoundDamage = true;
      return [];
    }
  });
}
