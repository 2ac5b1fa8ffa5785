import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reviveBinary } from '../handlers/binary.js';
import { loadHandled } from '../handlers/handler.js';
import { readNpy } from '../handlers/npy-reader.js';
import { NotCaptured } from '../model/not-captured.js';
import { isPlainName } from '../model/plain-name.js';
import type { Kind, Resolver } from './revive-context.js';
import { damaged, type JsonObject, listOf, optionalText, quoted, textOf } from './revive-descriptor.js';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A typed array or another binary value, from its sidecar or from the descriptor itself. */
export const reviveNdarray: Kind = (descriptor, resolver) => {
  const array = {
    class: textOf(descriptor, 'class'),
    dtype: textOf(descriptor, 'dtype'),
    shape: shapeOf(descriptor),
  };
  if (Object.hasOwn(descriptor, 'base64')) {
    return reviveBinary({ ...array, fortranOrder: false, bytes: decode(descriptor) });
  }
  const file = readNpy(sidecarPath(textOf(descriptor, 'file'), resolver));
  if (!isSameArray(array, file)) throw damaged(`the file holds ${file.dtype} of [${file.shape}]`);
  return reviveBinary({ class: array.class, ...file, isOwned: true });
};

/** A value that a custom handler wrote: its code reads it again. */
export const reviveHandled: Kind = (descriptor, resolver) => {
  const name = optionalText(descriptor, 'handler') ?? '';
  try {
    const Handler = resolver.context.registry.byName(name);
    if (Handler === undefined) return new NotCaptured('handler', `no handler is called ${quoted(name)}`);
    return loadHandled(Handler, plainName(textOf(descriptor, 'target')), plainFolder(resolver));
  } catch (error) {
    const reason = error instanceof NotCaptured ? error.reason : String(error);
    return new NotCaptured('handler', `${quoted(name)}: ${reason}`);
  }
};

/** A file name that leads nowhere else. */
function plainName(name: string): string {
  if (!isPlainName(name)) throw damaged(`expected a file's name, got ${quoted(name)}`);
  return name;
}

function sidecarPath(name: string, resolver: Resolver): string {
  const path = join(folderOf(resolver), plainName(name));
  if (!lstatSync(path).isFile()) throw damaged(`${name} is not a regular file`);
  return path;
}

function folderOf(resolver: Resolver): string {
  const { folder } = resolver.context;
  if (folder === undefined) throw damaged('the folder of the call is missing');
  return folder;
}

/** A handler opens what it likes, so that nothing in the folder may lead out of it, or be a pipe, which has it wait. */
function plainFolder(resolver: Resolver): string {
  const folder = folderOf(resolver);
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const other = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (other === undefined) return folder;
  throw damaged(`${quoted(other.name)} is ${other.isSymbolicLink() ? 'a link' : 'neither file nor folder'}`);
}

function shapeOf(descriptor: JsonObject): readonly number[] {
  const shape = listOf(descriptor, 'shape');
  if (!shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
    throw damaged('expected sizes');
  return shape as readonly number[]; // each was just looked at
}

function decode(descriptor: JsonObject): Buffer {
  const text = textOf(descriptor, 'base64');
  if (text.length % 4 !== 0 || !BASE64.test(text)) throw damaged('expected base64');
  return Buffer.from(text, 'base64');
}

interface ArrayHeader {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** The byte order may differ, for single bytes have none; the file's own counts. */
function isSameArray(a: ArrayHeader, b: ArrayHeader): boolean {
  return a.dtype.slice(1) === b.dtype.slice(1) && a.shape.join() === b.shape.join();
}
