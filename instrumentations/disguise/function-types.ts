import { createRequire, syncBuiltinESMExports } from 'node:module';
import { apply, getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import { originalOf } from '../../src/model/originals.js';
import { lookLike } from './native-look.js';

type Ask = (value: unknown) => boolean;

/** What looks through no Proxy, or sees one. Libraries ask the first two to tell how a callback is to be called. */
const QUESTIONS = ['isAsyncFunction', 'isGeneratorFunction', 'isProxy'] as const;

const require = createRequire(import.meta.url);

/** Has `util.types` say of an intercepted function what it says of the original. */
export class FunctionTypes {
  readonly #types: Record<string, unknown>;
  readonly #replaced = new Map<string, { readonly native: PropertyDescriptor; readonly ours: Ask }>();

  /** @param types what to install it in; default: `util.types` */
  constructor(types: Record<string, unknown> = require('node:util/types')) {
    this.#types = types;
  }

  /** Imports that were made before see it too. */
  install(): void {
    for (const question of QUESTIONS) {
      const native = getOwnPropertyDescriptor(this.#types, question);
      if (this.#replaced.has(question) || typeof native?.value !== 'function' || !native.configurable)
        continue;
      const ours = askBehind(native.value);
      Object.defineProperty(this.#types, question, { ...native, value: ours });
      this.#replaced.set(question, { native, ours });
    }
    syncBuiltinESMExports();
  }

  /** Leaves what the program has put there since. */
  uninstall(): void {
    for (const [question, { native, ours }] of this.#replaced) {
      if (getOwnPropertyDescriptor(this.#types, question)?.value !== ours) continue;
      Object.defineProperty(this.#types, question, native);
    }
    this.#replaced.clear();
    syncBuiltinESMExports();
  }
}

function askBehind(native: Ask): Ask {
  const { ask } = {
    ask(this: unknown, value: unknown): boolean {
      return apply(native, this, [typeof value === 'function' ? (originalOf(value) ?? value) : value]);
    },
  };
  return lookLike(ask, native);
}
