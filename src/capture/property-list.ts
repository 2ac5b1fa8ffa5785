import { getOwnPropertyDescriptor, hasOwn, ownKeys } from './intrinsics.js';

/** Stands for the value of an accessor property, which is never called. */
export const ACCESSOR = Symbol('accessor');

/** An object's own enumerable properties. */
export interface PropertyList {
  readonly keys: ReadonlyArray<string | symbol>;
  /** The value of each, or `ACCESSOR`. */
  readonly values: readonly unknown[];
  /** Whether a property cannot stand in a plain JSON object: an accessor, a symbol, a name that starts with `$`. */
  readonly isIrregular: boolean;
  readonly hasSymbols: boolean;
}

/** Reads an object's own enumerable properties but for those that `isLeftOut` names. */
export function readProperties(value: object, isLeftOut?: (key: string | symbol) => boolean): PropertyList {
  const keys: Array<string | symbol> = [];
  const values: unknown[] = [];
  let isIrregular = false;
  let hasSymbols = false;
  for (const key of ownKeys(value)) {
    const descriptor = getOwnPropertyDescriptor(value, key);
    if (descriptor?.enumerable !== true || isLeftOut?.(key)) continue;
    const isData = hasOwn(descriptor, 'value');
    keys.push(key);
    values.push(isData ? descriptor.value : ACCESSOR);
    hasSymbols ||= typeof key === 'symbol';
    isIrregular ||= !isData || typeof key === 'symbol' || key.charCodeAt(0) === 36;
  }
  return { keys, values, isIrregular, hasSymbols };
}
