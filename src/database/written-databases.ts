/** What one database of this thread has taken so far. */
export interface WrittenDatabase {
  /** Absolute. */
  readonly root: string;
  /** Calls that were written. */
  recorded: number;
  /** Those of them of which a limit cut something. */
  cut: number;
}

/** Told of each database when it is begun. */
type Listener = (database: WrittenDatabase) => void;

const databases: WrittenDatabase[] = [];
const listeners = new Set<Listener>();

/** The databases that this thread has begun, in that order. */
export function writtenDatabases(): readonly WrittenDatabase[] {
  return databases;
}

/** Has `listener` called whenever this thread begins a database; what it throws is not caught. */
export function whenDatabaseBegins(listener: Listener): void {
  listeners.add(listener);
}

/** Enters a database that is begun. */
export function addWrittenDatabase(root: string): WrittenDatabase {
  const database = { root, recorded: 0, cut: 0 };
  databases.push(database);
  for (const listener of listeners) listener(database);
  return database;
}
