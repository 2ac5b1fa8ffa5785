import type { formsAround, Recipe } from './value-forms.js';

/** Makes the values of one call by their recipes, and counts what of the program's code runs afterwards. */
export class ValueBuilder {
  /** How often code ran that belongs to the values: getters, traps, methods. */
  ran = 0;
  readonly #forms: ReturnType<typeof formsAround>;
  readonly #met: object[] = [];
  readonly #isTree: boolean;

  /** @param isTree whether no object is to stand in two places */
  constructor(forms: ReturnType<typeof formsAround>, isTree = false) {
    this.#forms = forms;
    this.#isTree = isTree;
  }

  /** Stands wherever code of the program could run. */
  readonly tripwire = (): never => {
    this.ran++;
    throw new Error('code of the program ran');
  };

  /** A Proxy's traps, all of them. */
  readonly traps: ProxyHandler<object> = Object.fromEntries(
    Reflect.ownKeys(Reflect)
      .filter((name) => typeof name === 'string')
      .map((name) => [name, this.tripwire]),
  );

  build([form, data]: Recipe): unknown {
    const known = this.#forms[form];
    if (known === undefined) throw new TypeError(`Expected a form of values, got ${form}`);
    return known.build(data, this);
  }

  /** Notes an object, so that other places may have it, too. */
  readonly remember = <T extends object>(object: T): T => {
    this.#met.push(object);
    return object;
  };

  metBefore(index: number): unknown {
    return this.#isTree || this.#met.length === 0 ? undefined : this.#met[index % this.#met.length];
  }

  fill(array: unknown[], recipes: readonly Recipe[]): unknown[] {
    for (const recipe of recipes) array.push(this.build(recipe));
    return array;
  }

  addProps(object: object, props: readonly (readonly [string, Recipe])[]): void {
    for (const [key, recipe] of props) this.addOwn(object, key, this.build(recipe));
  }

  /** Adds a property as a literal would: `__proto__` is a key like any other. */
  addOwn(object: object, key: PropertyKey, value: unknown): void {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }

  hide(object: object, key: PropertyKey, value: unknown): void {
    Object.defineProperty(object, key, { value, enumerable: false, writable: true, configurable: true });
  }
}
