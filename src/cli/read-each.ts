import type { DatabasePart } from './choose-parts.js';
import { eachDatabase } from './each-database.js';
import { type LoadedPart, loadPart } from './load-part.js';
import type { Session } from './session.js';

/** What is read of each database; of several, one that cannot be read is named, and the others are read. */
export function readEach<Read>(
  parts: readonly DatabasePart[],
  session: Session,
  read: (part: LoadedPart) => Read,
): Promise<Read[]> {
  return eachDatabase(parts, session, (part) => {
    const loaded = loadPart(part);
    session.hasFoundDamage ||= loaded.db.damaged > 0;
    return read(loaded);
  });
}
