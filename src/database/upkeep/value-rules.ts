import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';
import { FLAT_CLASSES } from '../../handlers/binary-array.js';
import { elementCount, parseDtype } from '../../handlers/dtype.js';
import { isPlainName } from '../../model/plain-name.js';
import { briefText } from './brief-text.js';
import { isCount } from './line-rules.js';

/** What a descriptor leads to: values below it, and files. */
export interface Sidecars {
  push(value: unknown, ...keys: Array<string | number>): void;
  addSidecar(claim: { file: string; dtype: string; shape: readonly number[] }): void;
  addHandled(): void;
}

/** What a key of a descriptor may hold. */
export interface Part {
  readonly expected: string;
  readonly isOptional?: boolean;
  /** What was found where it is not what was expected; has what stands below looked at. */
  check(value: unknown, key: string, walk: Sidecars, descriptor: JsonObject): string | undefined;
}

const MOST_DIGITS = 1_000_000;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const ND_CLASSES = ['ndarray', '@stdlib/ndarray'];
const PRIMITIVES: readonly unknown[] = ['undefined', 'number', 'bigint', 'symbol'];

const text = simple('a string', (value) => typeof value === 'string');
const flag = simple('true or false', (value) => typeof value === 'boolean');
const count = simple('a count', isCount);
const value: Part = {
  expected: 'a value',
  check: (found, key, walk) => void walk.push(found, key),
};
const values: Part = {
  expected: 'an array of values',
  check: (found, key, walk) => (Array.isArray(found) ? void walk.push(found, key) : briefText(found)),
};
const props: Part = {
  expected: 'an object of values',
  check(found, key, walk) {
    if (!isJsonObject(found)) return briefText(found);
    for (const name of Object.keys(found)) walk.push(found[name], key, name);
    return undefined;
  },
};
const pairs = pairsWhose('pairs of values', () => true);
const entries = pairsWhose('pairs of a key and a value', isPropertyKey);
const items = pairsWhose(
  'pairs of an index below the length and a value',
  (index, { length }) => isCount(index) && isCount(length) && index < length,
);
const primitive = simple(
  'a primitive',
  (found) =>
    typeof found !== 'object' || found === null || (isJsonObject(found) && PRIMITIVES.includes(found['$'])),
);

/** The keys of each kind of descriptor beside `$` (FORMAT.md, "Values"). */
export const PARTS: ReadonlyMap<unknown, Readonly<Record<string, Part>>> = new Map<
  unknown,
  Readonly<Record<string, Part>>
>([
  ['undefined', {}],
  ['number', { value: oneOf('NaN', 'Infinity', '-Infinity', '-0') }],
  ['bigint', { value: simple('up to a million digits', isDigits) }],
  ['Date', { value: simple('a date, or null', isDate) }],
  ['RegExp', { source: text, flags: simple('flags of its source', isPattern), lastIndex: maybe(primitive) }],
  ['URL', { value: simple('a URL', (found) => typeof found === 'string' && URL.canParse(found)) }],
  ['URLSearchParams', { value: text }],
  ['Map', { entries: pairs }],
  ['Set', { values }],
  [
    'Error',
    {
      name: text,
      message: value,
      stack: value,
      cause: maybe(value),
      errors: maybe(value),
      props: maybe(props),
      class: maybe(text),
    },
  ],
  ['boxed', { value: primitive }],
  ['symbol', { description: maybe(text), registered: flag }],
  ['function', { name: text, class: maybe(flag) }],
  ['array', { length: simple('a length', isLength), items, props: maybe(props) }],
  [
    'object',
    {
      class: maybe(text),
      proto: maybe(simple('null', (found) => found === null)),
      props: maybe(props),
      entries: maybe(entries),
    },
  ],
  ['accessor', {}],
  ['opaque', { class: text }],
  ['redacted', { reason: oneOf('key', 'path', 'value') }],
  [
    'truncated',
    {
      reason: oneOf('depth', 'items', 'string', 'bytes', 'nodes'),
      length: maybe(count),
      head: maybe(value),
    },
  ],
  ['handler', { handler: text, target: { expected: "a part of a file's name", check: checkHandled } }],
  ['ref', { path: text }],
  [
    'ndarray',
    {
      class: simple('a class of binary values', isBinaryClass),
      dtype: simple('an element type', (found) => typeof found === 'string' && isElementType(found)),
      shape: simple('sizes', (found) => Array.isArray(found) && found.every(isCount)),
      file: maybe({ expected: "a file's name", check: checkFile }),
      base64: maybe({ expected: 'Base64 of its elements', check: checkBase64 }),
    },
  ],
]);

function maybe(part: Part): Part {
  return { ...part, isOptional: true };
}

function simple(expected: string, test: (value: unknown, descriptor: JsonObject) => boolean): Part {
  return {
    expected,
    check: (found, _key, _walk, descriptor) => (test(found, descriptor) ? undefined : briefText(found)),
  };
}

function oneOf(...allowed: string[]): Part {
  return simple(allowed.join(', '), (found) => allowed.includes(found as string));
}

function pairsWhose(expected: string, test: (first: unknown, descriptor: JsonObject) => boolean): Part {
  return {
    expected,
    check(found, key, walk, descriptor) {
      if (!Array.isArray(found)) return briefText(found);
      for (const [index, pair] of found.entries()) {
        if (!Array.isArray(pair) || pair.length !== 2 || !test(pair[0], descriptor)) return briefText(pair);
        walk.push(pair[0], key, index, 0);
        walk.push(pair[1], key, index, 1);
      }
      return undefined;
    },
  };
}

function isPropertyKey(found: unknown): boolean {
  return typeof found === 'string' || (isJsonObject(found) && found['$'] === 'symbol');
}

function isDigits(found: unknown): boolean {
  return typeof found === 'string' && found.length <= MOST_DIGITS && /^-?\d+$/.test(found);
}

function isDate(found: unknown): boolean {
  return found === null || (typeof found === 'string' && !Number.isNaN(Date.parse(found)));
}

function isPattern(flags: unknown, { source }: JsonObject): boolean {
  try {
    return typeof source === 'string' && typeof flags === 'string' && Boolean(new RegExp(source, flags));
  } catch {
    return false;
  }
}

function isLength(found: unknown): boolean {
  return isCount(found) && found < 2 ** 32;
}

function isBinaryClass(found: unknown, { dtype }: JsonObject): boolean {
  if (typeof found !== 'string') return false;
  const code = FLAT_CLASSES.get(found)?.code;
  return ND_CLASSES.includes(found) || (code !== undefined && code === String(dtype).slice(1));
}

function isElementType(dtype: string): boolean {
  return parseDtype(dtype) !== undefined;
}

function checkHandled(found: unknown, _key: string, walk: Sidecars): string | undefined {
  walk.addHandled();
  return typeof found === 'string' && isPlainName(found) ? undefined : briefText(found);
}

function checkFile(
  found: unknown,
  _key: string,
  walk: Sidecars,
  { dtype, shape, base64 }: JsonObject,
): string | undefined {
  if (base64 !== undefined) return 'a file and Base64';
  if (typeof found !== 'string' || !isPlainName(found)) return briefText(found);
  if (typeof dtype === 'string' && Array.isArray(shape)) walk.addSidecar({ file: found, dtype, shape });
  return undefined;
}

function checkBase64(
  found: unknown,
  _key: string,
  _walk: Sidecars,
  { dtype, shape }: JsonObject,
): string | undefined {
  if (typeof found !== 'string' || found.length % 4 !== 0 || !BASE64.test(found)) return briefText(found);
  const type = parseDtype(String(dtype));
  const elements = Array.isArray(shape) ? elementCount(shape) : undefined;
  if (type === undefined || elements === undefined) return undefined; // told of those
  const padding = found.endsWith('==') ? 2 : found.endsWith('=') ? 1 : 0;
  const bytes = (found.length / 4) * 3 - padding;
  const expected = elements * type.itemSize;
  return bytes === expected ? undefined : `${bytes} bytes for ${expected}`;
}
