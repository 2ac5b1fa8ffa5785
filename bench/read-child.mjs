// Reads a database: `node read-child.mjs <root>`. Writes what it measured, as JSON, to file descriptor 3.
import { writeSync } from 'node:fs';
import { load } from '../dist/src/index.js';
import { median } from './results.mjs';

const GETS = 200;
const FINDS = 5;

const start = process.hrtime.bigint();
const db = load(process.argv[2]);
const [{ name, calls }] = db.functions.values(); // which indexes the log
const loadNs = since(start);
const gets = Array.from({ length: GETS }, (_, n) => nanosecondsOf(() => db.get(name, placeOf(n, GETS))));
const finds = Array.from({ length: FINDS }, (_, n) => {
  const { traceId } = db.call(name, placeOf(n, FINDS));
  return nanosecondsOf(() => [...db.find({ traceId })]);
});
writeSync(
  3,
  JSON.stringify({
    calls,
    loadNs,
    getNs: median(gets),
    slowestGetNs: Math.max(...gets),
    firstFindNs: finds[0],
    findNs: median(finds.slice(1)),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
);

/** Numbers from all over the database, in no order. */
function placeOf(n, count) {
  return 1 + ((n * 7919) % count) * Math.floor((calls - 1) / count);
}

function nanosecondsOf(work) {
  const begin = process.hrtime.bigint();
  work();
  return since(begin);
}

function since(begin) {
  return Number(process.hrtime.bigint() - begin);
}
