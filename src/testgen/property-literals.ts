import { NoLiteral, primitiveText, symbolText } from './primitive-text.js';
import {
  arrayExpression,
  callExpression,
  construct,
  type Expression,
  isIdentifier,
  objectExpression,
  plain,
} from './script-text.js';

/** Writes a value inside of another. */
export type WritePart = (part: unknown) => Expression;

const INDEX = /^(0|[1-9]\d{0,14})$/;

/** An array; one with holes or properties of its own gets them by `Object.assign`. */
export function arrayLiteral(array: readonly unknown[], write: WritePart): Expression {
  const keys = Object.keys(array);
  const isWhole = keys.length === array.length && keys.every((key, at) => key === String(at));
  if (isWhole) return arrayExpression(array.map(write));
  const isDense = keys.length > array.length && array.length < 1000 && array.every((_, at) => at in array);
  const made = isDense
    ? arrayExpression(array.map(write))
    : construct('Array', [plain(String(array.length))]);
  const others = isDense ? keys.slice(array.length) : keys;
  return withProperties(
    made,
    entriesExpression(
      others.map((key) => [key, Reflect.get(array, key)]),
      write,
    ),
  );
}

/** An object's own enumerable properties as an object literal. */
export function propertiesOf(value: object, write: WritePart): Expression {
  const entries = Reflect.ownKeys(value)
    .filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))
    .map((key) => [key, Reflect.get(value, key)] as const);
  return entriesExpression(entries, write);
}

function entriesExpression(
  entries: ReadonlyArray<readonly [PropertyKey, unknown]>,
  write: WritePart,
): Expression {
  return objectExpression(entries.map(([key, item]) => [keyText(key), write(item).doc] as const));
}

/** A property's key; `__proto__` in brackets is one like any other. */
function keyText(key: PropertyKey): string {
  if (typeof key === 'symbol') {
    if (Symbol.keyFor(key) === undefined) throw new NoLiteral('a symbol of its own');
    return `[${symbolText(key)}]`;
  }
  if (key === '__proto__') return `['__proto__']`;
  return isIdentifier(String(key)) || INDEX.test(String(key)) ? String(key) : primitiveText(String(key));
}

/** An expression whose value is given properties, where there are any. */
export function withProperties(made: Expression, properties: Expression): Expression {
  return properties.size === 0 ? made : callExpression('Object.assign', [made, properties]);
}
