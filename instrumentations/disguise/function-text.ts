import { apply, functionToString, getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import { originalOf } from '../../src/model/originals.js';
import { lookLike, nativeOf } from './native-look.js';

type ToString = () => string;

/**
 * Has `Function.prototype.toString` give the program's own text: of an intercepted function the original's, of a
 * function or class whose source was edited what stood there before, of what replaces a function of the host the
 * host's. Our own code keeps using the language's.
 */
export class FunctionText {
  readonly #replacement: ToString;
  #replaced: PropertyDescriptor | undefined;

  /** @param strip undoes our edits in a function's text; gives back a text without any as it is */
  constructor(strip: (text: string) => string) {
    const method = {
      toString(this: unknown): string {
        return strip(apply(functionToString, behind(this), []));
      },
    };
    this.#replacement = lookLike(method.toString, functionToString);
  }

  /** Does nothing when it is installed already, and where the program has a function of its own there. */
  install(): void {
    const descriptor = getOwnPropertyDescriptor(Function.prototype, 'toString');
    if (descriptor?.value !== functionToString || !descriptor.configurable) return;
    this.#replaced = descriptor;
    Object.defineProperty(Function.prototype, 'toString', { ...descriptor, value: this.#replacement });
  }

  /** Leaves what the program has put there since. */
  uninstall(): void {
    const descriptor = getOwnPropertyDescriptor(Function.prototype, 'toString');
    if (this.#replaced === undefined || descriptor?.value !== this.#replacement) return;
    Object.defineProperty(Function.prototype, 'toString', this.#replaced);
    this.#replaced = undefined;
  }
}

/** What has the text that a value should have; for what is no function the language's own function throws. */
function behind(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  return nativeOf(value) ?? originalOf(value) ?? value;
}
