import { leafLiteral } from './leaf-literal.js';
import { NoLiteral, primitiveText } from './primitive-text.js';
import { arrayLiteral, propertiesOf, type WritePart, withProperties } from './property-literals.js';
import {
  arrayExpression,
  callExpression,
  construct,
  type Expression,
  objectExpression,
  plain,
} from './script-text.js';

/** How the test file calls the class that an object is of; `undefined` for what it does not know. */
export type ClassNames = (prototype: object) => string | undefined;

export interface LiteralOptions {
  readonly classNames: ClassNames;
  /** Whether the compiler has to know what a collection may hold. */
  readonly isTyped: boolean;
}

const DEEPEST = 12;

/**
 * A value as the expression that a person would write for it: `{ at: new Date('…'), ids: new Set([1n]) }`.
 * @throws NoLiteral where there is none that gives the same value
 */
export function literalOf(value: unknown, options: LiteralOptions): Expression {
  return new LiteralWriter(options).write(value);
}

const ERRORS: ReadonlyMap<unknown, string> = new Map<unknown, string>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((each) => [
    each.prototype,
    each.name,
  ]),
);

class LiteralWriter {
  readonly #options: LiteralOptions;
  /** An object that stands in two places would become two. */
  readonly #seen = new Set<object>();

  constructor(options: LiteralOptions) {
    this.#options = options;
  }

  write(value: unknown, depth = 0): Expression {
    if (typeof value !== 'object' || value === null) return plain(primitiveText(value));
    if (this.#seen.has(value)) throw new NoLiteral('an object that stands in two places');
    if (depth > DEEPEST) throw new NoLiteral('too deep');
    this.#seen.add(value);
    const write = (part: unknown) => this.write(part, depth + 1);
    const special = leafLiteral(value) ?? this.#container(value, write);
    return special ?? this.#object(value, write);
  }

  #container(value: object, write: WritePart): Expression | undefined {
    if (Array.isArray(value)) return arrayLiteral(value, write);
    if (value instanceof Map) return mapLiteral(value, write, this.#options);
    if (value instanceof Set)
      return construct('Set', value.size === 0 ? [] : [arrayExpression([...value].map(write))]);
    if (value instanceof Error) return this.#error(value, write);
    return undefined;
  }

  #object(value: object, write: WritePart): Expression {
    const properties = propertiesOf(value, write);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return properties;
    const made =
      prototype === null ? 'Object.create(null)' : `Object.create(${this.#className(prototype)}.prototype)`;
    if (Object.hasOwn(value, '__proto__')) throw new NoLiteral('a key __proto__, which would be assigned');
    return properties.size === 0 ? plain(made) : callExpression('Object.assign', [plain(made), properties]);
  }

  #error(error: Error, write: WritePart): Expression {
    const prototype: unknown = Object.getPrototypeOf(error);
    const builtIn = ERRORS.get(prototype);
    if (Object.hasOwn(error, 'name') || Object.hasOwn(error, 'errors') || !Object.hasOwn(error, 'message'))
      throw new NoLiteral('an error with a name of its own');
    const cause = Object.hasOwn(error, 'cause')
      ? [objectExpression([['cause', write(error.cause).doc]])]
      : [];
    const made = construct(builtIn ?? 'Error', [plain(primitiveText(error.message)), ...cause]);
    const known =
      builtIn === undefined
        ? callExpression('Object.setPrototypeOf', [made, plain(`${this.#className(prototype)}.prototype`)])
        : made;
    return withProperties(known, propertiesOf(error, write));
  }

  #className(prototype: unknown): string {
    const name =
      typeof prototype === 'object' && prototype !== null ? this.#options.classNames(prototype) : undefined;
    if (name === undefined) throw new NoLiteral('an object of a class that is not known');
    return name;
  }
}

function mapLiteral(
  map: ReadonlyMap<unknown, unknown>,
  write: WritePart,
  { isTyped }: LiteralOptions,
): Expression {
  const entries = [...map].map(([key, item]) => arrayExpression([write(key), write(item)]));
  const isMixed = [map.keys(), map.values()].some(
    (each) => new Set(Array.from(each, (part) => typeof part)).size > 1,
  );
  const name = isTyped && isMixed ? 'Map<unknown, unknown>' : 'Map';
  return construct(name, entries.length === 0 ? [] : [arrayExpression(entries)]);
}
