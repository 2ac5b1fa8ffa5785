import { isFloat32Array, isFloat64Array } from 'node:util/types';

/** Deeper ones are loaded, bytes and all. */
const DEEPEST = 12;

/**
 * Whether a value is, or has in it, a typed array with a NaN. Node and jest compare such by their bytes,
 * and a NaN that was computed need not have those of a literal one.
 */
export function hasNaNArray(value: unknown, depth = 0): boolean {
  if (isFloat64Array(value) || isFloat32Array(value)) return value.some(Number.isNaN);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth > DEEPEST)
    return false;
  return Object.values(value).some((part) => hasNaNArray(part, depth + 1));
}
