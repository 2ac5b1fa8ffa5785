import { join } from 'node:path';
import type { JsonObject } from '../../capture/revive-descriptor.js';
import { isJsonObject } from '../../capture/revive-descriptor.js';
import { jsonOf } from '../../model/json-of.js';
import { nowInNanoseconds } from '../lines.js';
import { NO_ARGSPEC } from '../parse-line.js';
import { statsOf } from '../plain-file.js';
import { summaryProblems } from './database-summary.js';
import type { Examined } from './examine.js';
import { writeInPlaceOf } from './file-writer.js';
import type { Quarantine } from './quarantine.js';

/** The keys of `db.json` in order; `repaired` says that the rest is not all the writer's own. */
const KEYS = [
  'format',
  'version',
  'created',
  'closed',
  'locked',
  'layout',
  'process',
  'resource',
  'scope',
  'functions',
  'dropped',
  'repaired',
];
/** What is put in the place of what is damaged; who wrote the database, and when, nobody knows then. */
const OTHERWISE: JsonObject = { version: '1.0', layout: 'folders', resource: {} };

/**
 * Has `db.json` say what the log says, and that the database is locked. When it was closed is only said where the
 * log or the summary itself tells; `repaired` is the time of the repair. Returns whether anything had to be changed.
 */
export function settleSummary(examined: Examined, lost: number, quarantine: Quarantine): boolean {
  const { root, summary } = examined;
  const path = join(root, 'db.json');
  const settled = settledSummary(examined, lost);
  const isDamaged = summary.json === undefined || summary.problems.length > 0;
  if (!isDamaged && jsonOf(settled) === jsonOf(summary.json)) return false;
  if (isDamaged && statsOf(path) !== undefined) quarantine.setAside(path);
  const json = ordered({ ...settled, repaired: nowInNanoseconds() });
  writeInPlaceOf(path, (writer) => writer.write(Buffer.from(`${jsonOf(json, undefined, 2)}\n`)));
  return true;
}

function settledSummary(examined: Examined, lost: number): JsonObject {
  const { summary, log } = examined;
  const good = goodKeys(summary.json ?? {});
  const closed = log.closed?.end_time ?? good['closed'];
  const isClosed = typeof closed === 'string';
  return ordered({
    ...OTHERWISE,
    ...good,
    format: 'call-monitor',
    ...(isClosed && { closed }),
    locked: true,
    functions: countedFunctions(examined, good['functions']),
    dropped: Math.max(Number(good['dropped'] ?? 0), log.closed?.dropped ?? 0, log.dropped) + lost,
  });
}

/** What is not damaged of a summary. */
function goodKeys(json: JsonObject): JsonObject {
  const wrong = new Set(summaryProblems(json).map(({ pointer }) => pointer.slice(1)));
  return Object.fromEntries(Object.entries(json).filter(([key]) => !wrong.has(key)));
}

function countedFunctions({ log, summary }: Examined, before: unknown): JsonObject {
  const counted = new Map(isJsonObject(before) ? Object.entries(before) : []);
  const closed = new Map(Object.entries(log.closed?.calls ?? {}));
  for (const { name, line, highest } of log.functions) {
    const known = counted.get(name);
    const { calls, argspec } = isJsonObject(known) ? known : {};
    const told = summary.metadata?.calls.get(name) ?? 0; // as the closed line has it
    const count = Math.max(highest, Number(calls ?? 0), closed.get(name) ?? 0, told);
    counted.set(name, { calls: count, argspec: argspec ?? line?.argspec ?? NO_ARGSPEC });
  }
  return Object.fromEntries(counted);
}

function ordered(json: JsonObject): JsonObject {
  const keys = [...KEYS, ...Object.keys(json).filter((key) => !KEYS.includes(key))];
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(json, key)).map((key) => [key, json[key]]));
}
