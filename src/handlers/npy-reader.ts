import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type Dtype, nativeDtype, swapBytes } from './dtype.js';
import { malformed } from './malformed.js';
import { locateNpyHeader, NPY_PREFIX_LENGTH, type ParsedNpyHeader, parseNpyHeader } from './npy-header.js';

/** The contents of an NPY file, not yet made into a value. */
export interface NpyContents {
  /** NumPy's element type in this machine's byte order, as `bytes` are. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Memory of their own, from its first byte to its last. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A header, and where the data begin. */
export interface NpyLayout extends ParsedNpyHeader {
  readonly dataStart: number;
}

/** A regular file that is open for reading. */
export interface OpenNpyFile {
  readonly descriptor: number;
  readonly path: string;
  readonly size: number;
}

/** NumPy's own limit is 10 000 (numpy.lib.format.read_array, max_header_size). */
const LONGEST_HEADER = 2 ** 20;
const MOST_BYTES_AT_ONCE = 2 ** 30;
/** Opening a named pipe would wait for its other end; Windows has neither. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads an NPY file that may come from anywhere: nothing is allocated before the file is known to be as long as it says.
 * @throws CallMonitorError where it is damaged, or holds something else
 */
export function readNpy(path: string): NpyContents {
  const descriptor = openSync(path, READ_ONLY);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw malformed(path, 'a file', 'something else');
    return readContents({ descriptor, path, size: stats.size });
  } finally {
    closeSync(descriptor);
  }
}

function readContents(file: OpenNpyFile): NpyContents {
  const { dtype, shape, fortranOrder, byteLength, dataStart } = readNpyLayout(file);
  const bytes = toNative(readAt(file, dataStart, byteLength), dtype);
  return { dtype: nativeDtype(dtype.code), shape, fortranOrder, bytes };
}

/**
 * What the header of an open NPY file says, which is as long as it has to be for that; its data are not read.
 * @throws CallMonitorError where it is damaged, or holds something else
 */
export function readNpyLayout(file: OpenNpyFile): NpyLayout {
  const { path, size } = file;
  const prefix = Buffer.from(readAt(file, 0, Math.min(size, NPY_PREFIX_LENGTH)).buffer);
  const { start, end } = locateNpyHeader(prefix, path);
  if (end > size) throw malformed(path, `a header of ${end - start} bytes`, `${size - start}`);
  if (end - start > LONGEST_HEADER)
    throw malformed(path, `a header of at most ${LONGEST_HEADER} bytes`, `${end - start}`);
  const text = Buffer.from(readAt(file, start, end - start).buffer).toString('utf8');
  const header = parseNpyHeader(text, path);
  if (end + header.byteLength !== size)
    throw malformed(path, `${header.byteLength} bytes of data`, `${size - end}`);
  return { ...header, dataStart: end };
}

function toNative(bytes: Uint8Array<ArrayBuffer>, { isSwapped, wordSize }: Dtype): Uint8Array<ArrayBuffer> {
  if (isSwapped) swapBytes(bytes, wordSize);
  return bytes;
}

function readAt({ descriptor, path }: OpenNpyFile, start: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const wanted = Math.min(length - filled, MOST_BYTES_AT_ONCE);
    const got = readSync(descriptor, bytes, filled, wanted, start + filled);
    if (got === 0) throw malformed(path, `${length} bytes from ${start}`, `${filled}`);
    filled += got;
  }
  return bytes;
}
