import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from '../../src/database/load.js';
import { NotCaptured } from '../../src/model/not-captured.js';
import { firstDifference } from './difference.js';
import { runIntercepted } from './intercepted-run.js';
import { MODULES } from './locations.js';
import type { Program, Trial } from './program.js';
import { runNode } from './run-process.js';
import { resultOf, type TrialResult } from './trial-result.js';
import { makeWorkingFolder } from './working-folder.js';

/** Where minimist's functions begin, and what they are called in the database. */
const FUNCTIONS: ReadonlyArray<readonly [header: string, name: string]> = [
  ['function hasKey(obj, keys) {', 'hasKey'],
  ['function isNumber(x) {', 'isNumber'],
  ['function isConstructorOrProto(obj, key) {', 'isConstructorOrProto'],
  ['module.exports = function (args, opts) {', 'exports'],
  ['function aliasIsBoolean(key) {', 'aliasIsBoolean'],
  ['function argDefined(key, arg) {', 'argDefined'],
  ['function setKey(obj, keys, value) {', 'setKey'],
  ['function setArg(key, val, arg) {', 'setArg'],
];

/** Writes a line for each call: its function's name, and its arguments as they are at that moment. */
const TRACER = `const trace = (name, args) => require('node:fs').appendFileSync('trace.ndjson', JSON.stringify([name, ...args],
  (_, value) => typeof value === 'function' ? '<function>' : value === undefined ? '<undefined>' : value) + '\\n');`;

/** Command lines of all kinds, for the copy of minimist that it is given. */
const PROGRAM = `const parse = require(process.argv[2]);
const unknown = (word) => word !== '--gone';
console.log(JSON.stringify([
  parse(['--a=1', '-bc', 'two', '--d.e.f', '0x10', '--no-g', '-n5', '--', 'rest', '-x']),
  parse(['--size', '1e3', '-v', '-vv', '--gone', '--name', '007', 'last'], { string: 'name', unknown, '--': true }),
  parse(['--flag', 'false', '-z', '--long=a=b', '-'], { boolean: ['flag', 'z'], default: { port: 80, deep: { er: [1] } } }),
  parse(['--verbose', '--tag', 'x', '--tag', 'y', '--__proto__.a', '1'], { alias: { v: ['verbose', 'loud'], t: 'tag' } }),
  parse(['-k', '3', 'stop', '--after'], { stopEarly: true, alias: { key: 'k' } }),
]));`;

const HAND_TRACED: Program = { name: 'minimist, by hand', kind: 'tool', packages: ['minimist'], trials: [] };

/**
 * Runs a program over minimist, and over a copy of it with a line of its own at the beginning of each function: what
 * was recorded has to be what those lines have written, call for call and argument for argument.
 */
export async function checkArguments(tell: (step: string) => void): Promise<TrialResult> {
  const temporary = mkdtempSync(join(tmpdir(), 'callmonitor-transparency-'));
  const [cwd, database] = [join(temporary, 'work'), join(temporary, 'database')];
  const files = { 'program.cjs': { text: PROGRAM }, 'traced.cjs': { text: tracedText() } };
  makeWorkingFolder(cwd, files);
  mkdirSync(database);
  tell('traced by hand');
  const traced = await runNode(['program.cjs', './traced.cjs'], { cwd, logs: temporary, name: 'traced' });
  tell('intercepted');
  const command = ['program.cjs', 'minimist'];
  const trial: Trial = { recording: 'every call', isFull: true, command, folder: { files } };
  const options = { cwd, logs: temporary, name: 'intercepted', root: join(database, 'call-monitor') };
  const intercepted = await runIntercepted(HAND_TRACED, trial, options);
  const difference = firstDifference(
    new Map([
      ['stdout', traced.stdout],
      ['calls', readFileSync(join(cwd, 'trace.ndjson'))],
    ]),
    new Map([
      ['stdout', intercepted.end.stdout],
      ['calls', Buffer.from(recordedLines(database))],
    ]),
  );
  rmSync(difference === undefined ? temporary : database, { recursive: true, force: true });
  return resultOf({ program: HAND_TRACED, trial, bare: traced, intercepted, difference, temporary });
}

/** The calls of the traced functions as they were recorded, written as the trace is. */
function recordedLines(folder: string): string {
  const traced = new Map(FUNCTIONS.map(([, name]) => [`index.${name}`, name]));
  const lines = loadAll(folder).flatMap((db) =>
    [...db.calls()].flatMap((call) => {
      const name = traced.get(call.function);
      return name === undefined ? [] : [JSON.stringify([name, ...call.arguments], writeOdd)];
    }),
  );
  return `${lines.join('\n')}\n`;
}

function writeOdd(_: string, value: unknown): unknown {
  if (value instanceof NotCaptured) return `<${value.kind}>`;
  return value === undefined ? '<undefined>' : value;
}

/** @throws Error when minimist is not what it was when this was written */
function tracedText(): string {
  let text = readFileSync(join(MODULES, 'minimist/index.js'), 'utf8');
  for (const [header, name] of FUNCTIONS) {
    if (!text.includes(header)) throw new Error(`Expected '${header}' in minimist/index.js`);
    text = text.replace(header, `${header} trace(${JSON.stringify(name)}, arguments);`);
  }
  return `${TRACER}\n${text}`;
}
