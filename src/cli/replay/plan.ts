import type { DB } from '../../database/db.js';
import { UsageError } from '../usage-error.js';
import type { ReplayedName, Replayer } from './call-report.js';

/** One function whose calls are to be made again. */
export interface PlannedFunction extends ReplayedName {
  /** `undefined` for all. */
  readonly invocation: number | undefined;
  /** Why none of its calls can be made again. */
  readonly obstacle: string | undefined;
}

/**
 * What to make again: the functions that were named (`solve`, `solve/3` for one call, `recorded=export` where the module
 * calls it otherwise), or all of the database.
 * @throws UsageError for a function that the module has not, and where neither was asked for; CallNotLoggedError
 */
export async function planReplay(
  db: DB,
  replayer: Replayer,
  { named, all }: { named: readonly string[]; all: boolean },
): Promise<PlannedFunction[]> {
  if (named.length === 0 && !all) throw await nothingAsked(db, replayer);
  const wanted = named.length > 0 ? named.map((text) => parseName(db, text)) : allOf(db);
  const planned: PlannedFunction[] = [];
  for (const each of wanted) {
    db.function(each.function);
    planned.push({ ...each, obstacle: await replayer.obstacle(each) });
  }
  const missing = named.length > 0 ? planned.find(({ obstacle }) => obstacle !== undefined) : undefined;
  if (missing === undefined) return planned;
  throw new UsageError(
    `Expected the function ${missing.exportName} in the module, but ${missing.obstacle}; --function ${missing.function}=<export> names another`,
  );
}

type Named = Omit<PlannedFunction, 'obstacle'>;

function parseName(db: DB, text: string): Named {
  const [, recorded = text, exportName] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  const [, name, number] = db.functions.has(recorded) ? [] : (/^(.+)\/(\d{1,15})$/s.exec(recorded) ?? []);
  const found = name ?? recorded;
  return {
    function: found,
    exportName: exportName ?? found,
    invocation: number === undefined ? undefined : Number(number),
  };
}

function allOf(db: DB): Named[] {
  return [...db.functions.keys()].map((name) => ({
    function: name,
    exportName: name,
    invocation: undefined,
  }));
}

/** Making calls again does again what they did: nothing is called that nobody asked for. */
async function nothingAsked(db: DB, replayer: Replayer): Promise<UsageError> {
  const planned = await planReplay(db, replayer, { named: [], all: true });
  const known = planned.filter(({ obstacle }) => obstacle === undefined).map(({ function: name }) => name);
  const choice =
    known.length === 0 ? 'but the module has no recorded function' : `the module has ${known.join(', ')}`;
  return new UsageError(`Expected --function <name>, or --all; ${choice}`);
}
