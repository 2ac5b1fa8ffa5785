import { getOwnPropertyDescriptor, getOwnPropertySymbols, hasOwn, keys as namesOf } from './intrinsics.js';

/** Stands for the value of an accessor property, which is never called. */
export const ACCESSOR = Symbol('accessor');

/** An object's own enumerable properties, or the first of them. */
export interface PropertyList {
  /** Names, then symbols. */
  readonly keys: ReadonlyArray<string | symbol>;
  /** The value of each key as far as they were wanted, or `ACCESSOR`. */
  readonly values: readonly unknown[];
  /** Whether one of these cannot stand in a plain JSON object: an accessor, a symbol, a name that starts with `$`. */
  readonly isIrregular: boolean;
  readonly hasSymbols: boolean;
}

/** Reads the values of up to `most` of an object's own enumerable properties. */
export function readProperties(value: object, most: number): PropertyList {
  const names: Array<string | symbol> = namesOf(value);
  const hasSymbols = addSymbols(names, value);
  return readValues(value, names, { most, hasSymbols });
}

/** As `readProperties`, of named properties but for those that are known. */
export function readNamed(value: object, most: number, isKnown: (name: string) => boolean): PropertyList {
  const all = namesOf(value);
  const names: string[] = [];
  for (let index = 0; index < all.length; index++) {
    const name = all[index] as string;
    if (!isKnown(name)) names[names.length] = name;
  }
  return readValues(value, names, { most, hasSymbols: false });
}

function readValues(
  object: object,
  keys: ReadonlyArray<string | symbol>,
  { most, hasSymbols }: { most: number; hasSymbols: boolean },
): PropertyList {
  const values: unknown[] = [];
  let isIrregular = hasSymbols;
  for (let index = 0; index < keys.length && index < most; index++) {
    const key = keys[index] as string | symbol;
    const descriptor = getOwnPropertyDescriptor(object, key);
    const isData = descriptor !== undefined && hasOwn(descriptor, 'value');
    values[index] = isData ? descriptor.value : ACCESSOR;
    if (!isData || (typeof key === 'string' && key[0] === '$')) isIrregular = true;
  }
  return { keys, values, isIrregular, hasSymbols };
}

/** Adds the enumerable ones among an object's symbols; says whether there are any. */
function addSymbols(keys: Array<string | symbol>, value: object): boolean {
  const symbols = getOwnPropertySymbols(value);
  const { length } = keys;
  for (let index = 0; index < symbols.length; index++) {
    const symbol = symbols[index] as symbol;
    if (getOwnPropertyDescriptor(value, symbol)?.enumerable === true) keys[keys.length] = symbol;
  }
  return keys.length > length;
}
