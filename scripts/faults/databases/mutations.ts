import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exchangeToken } from './json-tokens.js';
import { oneOf, type Random } from './random.js';
import { statsWithin } from './stats-within.js';
import type { Subject } from './subject.js';
import { FIFO, FOLDER, SECRET, SHARED } from './surroundings.js';

/** Where a mutation happens. */
export interface Place {
  readonly root: string;
  /** The folder beside it to which links lead. */
  readonly outside: string;
}

type Bytes = (bytes: Buffer, random: Random) => Buffer;
type Replacement = (path: string, place: Place, random: Random) => void;

const INSERTED: readonly string[] = [
  '\0',
  '\n',
  '{',
  '[[[[[',
  '"',
  '\\',
  '\u001b[2J',
  '\xff\xfe',
  '__proto__',
];

const BYTES: Readonly<Record<string, Bytes>> = {
  flip: (bytes, random) => {
    const flipped = Buffer.from(bytes);
    for (let times = random(3); times >= 0 && bytes.length > 0; times--) {
      const at = random(bytes.length);
      flipped[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return flipped;
  },
  cut: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'cut the start of': (bytes, random) => bytes.subarray(random(bytes.length)),
  'cut out of': (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(40))]);
  },
  double: (bytes) => Buffer.concat([bytes, bytes]),
  'insert into': (bytes, random) => {
    const at = random(bytes.length);
    const inserted = Buffer.from(oneOf(random, INSERTED), 'latin1');
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  'zero in': (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.from(bytes).fill(0, at, Math.min(at + random(64), bytes.length));
  },
  'swap lines of': (bytes, random) => {
    const lines = linesOf(bytes);
    const [one, other] = [random(lines.length), random(lines.length)];
    [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
    return joined(lines);
  },
  'repeat a line of': (bytes, random) => {
    const lines = linesOf(bytes);
    lines.splice(random(lines.length), 0, oneOf(random, lines));
    return joined(lines);
  },
  'drop a line of': (bytes, random) => {
    const lines = linesOf(bytes);
    lines.splice(random(lines.length), 1 + random(3));
    return joined(lines);
  },
  'exchange a token of': exchangeInLine,
  'exchange tokens of': (bytes, random) => exchangeInLine(exchangeInLine(bytes, random), random),
  'exchange a token of, again': exchangeInLine,
};

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  remove: (path) => rmSync(path, { recursive: true }),
  empty: (path) => {
    rmSync(path, { recursive: true });
    writeFileSync(path, '', { mode: 0o600 });
  },
  'link to a file': (path, { outside }) => {
    rmSync(path, { recursive: true });
    symlinkSync(join(outside, SECRET), path);
  },
  'link to a folder': (path, { outside }) => {
    rmSync(path, { recursive: true });
    symlinkSync(join(outside, FOLDER), path);
  },
  'link to itself': (path) => {
    rmSync(path, { recursive: true });
    symlinkSync(path, path);
  },
  'hard link': (path, { outside }) => {
    rmSync(path, { recursive: true });
    linkSync(join(outside, SHARED), path);
  },
  pipe: (path, { outside }) => {
    rmSync(path, { recursive: true });
    linkSync(join(outside, FIFO), path);
  },
  folder: (path) => {
    rmSync(path, { recursive: true });
    mkdirSync(path, { mode: 0o700 });
  },
  'put in the place of another': (path, _, random) => {
    const other = join(dirname(path), oneOf(random, ['1', '2', 'function.json', 'arg_0.npy']));
    if (other !== path) rmSync(other, { recursive: true, force: true });
    renameSync(path, other);
  },
};

/** Damages a database in one to three places, and says how. */
export function mutate(subject: Subject, place: Place, random: Random): string {
  const done: string[] = [];
  for (let times = [1, 1, 2, 3][random(4)] ?? 1; times > 0; times--)
    done.push(mutateOnce(subject, place, random));
  return done.join('; ');
}

function mutateOnce(subject: Subject, place: Place, random: Random): string {
  const file = choose(subject, random);
  const path = join(place.root, file);
  const stats = statsWithin(place.root, file);
  if (stats === undefined) return `${file} is gone already`;
  if (!stats.isFile() || random(5) === 0) {
    const kind = oneOf(random, Object.keys(REPLACEMENTS));
    REPLACEMENTS[kind]?.(path, place, random);
    return `${kind}: ${file}`;
  }
  const kind = oneOf(random, Object.keys(BYTES));
  const bytes = BYTES[kind]?.(readFileSync(path), random) ?? Buffer.alloc(0);
  rmSync(path);
  writeFileSync(path, bytes, { mode: 0o600 });
  return `${kind} ${file}`;
}

/** The log half of the time; now and then a folder. */
function choose({ files, calls }: Subject, random: Random): string {
  if (random(2) === 0) return 'calls.ndjson';
  if (random(6) > 0) return oneOf(random, [...files.keys()]);
  const { folder } = oneOf(random, calls);
  return random(2) === 0 ? folder : dirname(folder);
}

function exchangeInLine(bytes: Buffer, random: Random): Buffer {
  const lines = linesOf(bytes);
  const at = random(lines.length);
  lines[at] = exchangeToken(lines[at] ?? '', random);
  return joined(lines);
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

function joined(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\n'), 'latin1');
}
