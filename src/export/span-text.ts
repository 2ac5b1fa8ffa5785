import { Reviver } from '../capture/revive.js';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import type { Call } from '../database/call.js';
import { isPlainFolder } from '../database/plain-file.js';
import { binaryOf } from '../handlers/binary.js';
import { FLAT_CLASSES } from '../handlers/binary-array.js';
import { elementCount, itemSizeOf } from '../handlers/dtype.js';
import { NpySidecar } from '../handlers/npy-sidecar.js';
import { jsonOf } from '../model/json-of.js';

/** Up to so many bytes a binary value stands in a span attribute itself, also where the log names its file. */
const INLINE_BYTES = 1024;
const NO_HANDLERS = { byName: () => undefined };

/** The JSON text of a descriptor as the call's span had it, uncut. */
export function spanText(descriptor: unknown, call: Call): string {
  return jsonOf(descriptor, (_key, value) => (isSmallFile(value) ? inLine(value, call) : value));
}

function isSmallFile(value: unknown): value is JsonObject {
  if (!isJsonObject(value) || value['$'] !== 'ndarray' || typeof value['file'] !== 'string') return false;
  const flatClass = typeof value['class'] === 'string' ? FLAT_CLASSES.get(value['class']) : undefined;
  const count = Array.isArray(value['shape']) ? elementCount(value['shape']) : undefined;
  return flatClass !== undefined && (count ?? Number.NaN) * itemSizeOf(flatClass.code) <= INLINE_BYTES;
}

/** The same value with its bytes; as it is where the file is gone. */
function inLine(descriptor: JsonObject, { path }: Call): unknown {
  const folder = isPlainFolder(path) ? path : undefined;
  const context = { folder, classes: [], registry: NO_HANDLERS };
  const value = new Reviver({ args: descriptor }, context).revive(descriptor);
  const binary = typeof value === 'object' && value !== null ? binaryOf(value) : undefined;
  return binary === undefined ? descriptor : JSON.parse(new NpySidecar('', binary).descriptor(true));
}
