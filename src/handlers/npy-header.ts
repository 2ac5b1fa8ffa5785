import { type Dtype, ELEMENT_CODES, elementCount, parseDtype } from './dtype.js';
import { malformed, quote } from './malformed.js';
import { PythonDictParser, type PythonLiteral } from './python-literal.js';

/** What the header of an NPY file says. */
export interface NpyHeader {
  readonly dtype: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** A header that was checked. */
export interface ParsedNpyHeader {
  readonly dtype: Dtype;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes of data that follow, a safe integer. */
  readonly byteLength: number;
}

/** The most bytes that come before the header's dict. */
export const NPY_PREFIX_LENGTH = 12;

/** Taken before the program can replace them. */
const { apply } = Reflect;
const { charCodeAt } = String.prototype;
const Bytes = Uint8Array;

const MAGIC = '\x93NUMPY';
const ALIGNMENT = 64;
const LONGEST_OF_VERSION_1 = 0xffff;

/**
 * The bytes before the data: magic, version, header length, and a Python dict padded with spaces so that the data start
 * at a multiple of 64. Version 1.0, or 2.0 where the header is too long for it. Source: numpy.lib.format.
 */
export function formatNpyHeader({ dtype, fortranOrder, shape }: NpyHeader): Uint8Array {
  let axes = '';
  for (let axis = 0; axis < shape.length; axis++) axes += axis === 0 ? `${shape[0]}` : `, ${shape[axis]}`;
  const tuple = shape.length === 1 ? `(${axes},)` : `(${axes})`;
  const order = fortranOrder ? 'True' : 'False';
  const dict = `{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const short = align(dict, 10);
  return short.length <= LONGEST_OF_VERSION_1 ? assemble(1, 2, short) : assemble(2, 4, align(dict, 12));
}

/**
 * Where the header's dict starts and ends, read from the first bytes of a file.
 * @throws CallMonitorError where these are not the start of an NPY file of version 1, 2 or 3
 */
export function locateNpyHeader(prefix: Buffer, path: string): { start: number; end: number } {
  const magic = prefix.toString('latin1', 0, MAGIC.length);
  if (magic !== MAGIC) throw malformed(path, 'the magic \\x93NUMPY', quote(magic));
  const version = prefix[MAGIC.length] ?? 0;
  if (version < 1 || version > 3) throw malformed(path, 'format version 1, 2 or 3', `${version}`);
  const start = version === 1 ? 10 : 12;
  if (prefix.length < start) throw malformed(path, `at least ${start} bytes`, `${prefix.length}`);
  const length = version === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  return { start, end: start + length };
}

/**
 * Parses the dict, which has exactly the keys `descr`, `fortran_order` and `shape`.
 * @throws CallMonitorError where it has not, or says what cannot be
 */
export function parseNpyHeader(text: string, path: string): ParsedNpyHeader {
  const entries = new PythonDictParser(text, path).parse();
  const keys = [...entries.keys()].sort().join(' ');
  if (keys !== 'descr fortran_order shape') {
    throw malformed(path, 'the keys descr, fortran_order and shape', quote(keys));
  }
  const dtype = parseDescr(entries.get('descr'), path);
  const fortranOrder = entries.get('fortran_order');
  if (typeof fortranOrder !== 'boolean') {
    throw malformed(path, 'fortran_order True or False', quote(String(fortranOrder)));
  }
  const shape = entries.get('shape');
  if (typeof shape !== 'object') throw malformed(path, 'a shape that is a tuple', quote(String(shape)));
  return { dtype, fortranOrder, shape, byteLength: byteLengthOf(shape, dtype, path) };
}

function parseDescr(descr: PythonLiteral | undefined, path: string): Dtype {
  const dtype = typeof descr === 'string' ? parseDtype(descr) : undefined;
  if (dtype === undefined) throw malformed(path, `a descr of ${ELEMENT_CODES}`, quote(String(descr)));
  return dtype;
}

function byteLengthOf(shape: readonly number[], { itemSize }: Dtype, path: string): number {
  const byteLength = (elementCount(shape) ?? Number.NaN) * itemSize;
  if (Number.isSafeInteger(byteLength)) return byteLength;
  throw malformed(path, 'a shape whose product is a safe integer', quote(`(${shape.join(', ')})`));
}

function align(dict: string, prefixLength: number): string {
  let aligned = dict;
  while ((prefixLength + aligned.length + 1) % ALIGNMENT !== 0) aligned += ' ';
  return `${aligned}\n`;
}

/** Each character is a byte. */
function assemble(version: number, lengthBytes: number, dict: string): Uint8Array {
  const start = MAGIC.length + 2 + lengthBytes;
  const header = new Bytes(start + dict.length);
  for (let index = 0; index < MAGIC.length; index++) header[index] = codeAt(MAGIC, index);
  header[MAGIC.length] = version;
  for (let index = 0; index < lengthBytes; index++)
    header[MAGIC.length + 2 + index] = dict.length >>> (8 * index);
  for (let index = 0; index < dict.length; index++) header[start + index] = codeAt(dict, index);
  return header;
}

function codeAt(text: string, index: number): number {
  return apply(charCodeAt, text, [index]);
}
