import util, { inspect } from 'node:util';
import { getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import { originalOf } from '../../src/model/originals.js';

/** The property by which `util.inspect`, and with it `console.log`, asks a value what to show of it. */
const { custom } = inspect;
const INSPECTOR = 'node:internal/util/inspect';

/** Node says of a Proxy that it is one since 26: it unwraps it without asking its traps, `Proxy([Function: f])`. */
const namesProxies = inspect(new Proxy(() => {}, {}), { showProxy: false, colors: false }).startsWith(
  'Proxy(',
);

/** Which every Node has that names Proxies; the types are those of Node 20. */
const { getCallSites } = util as { getCallSites?: (frames: number) => { scriptName: string }[] };

/**
 * Has `util.inspect` show an intercepted function as the original where Node names Proxies. It asks the function behind
 * the Proxy, so the answer lies on `Function.prototype`, for the inspector's eyes: who else reads it finds nothing.
 */
export class InspectedFunctions {
  readonly #answer: PropertyDescriptor = { ...accessor(), configurable: true, enumerable: false };

  /** Does nothing when it is installed already, and where the program has an answer of its own there. */
  install(): void {
    if (!namesProxies || getOwnPropertyDescriptor(Function.prototype, custom) !== undefined) return;
    Reflect.defineProperty(Function.prototype, custom, this.#answer);
  }

  /** Leaves what the program has put there since. */
  uninstall(): void {
    if (getOwnPropertyDescriptor(Function.prototype, custom)?.get !== this.#answer.get) return;
    Reflect.deleteProperty(Function.prototype, custom);
  }
}

function accessor(): PropertyDescriptor & ThisType<object> {
  return {
    get() {
      return isAskedByInspector() ? showOriginal : undefined;
    },
    /** What is assigned to a function becomes its own property, as it would without an accessor in its way. */
    set(value: unknown) {
      const isOwn = { value, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(this, custom, isOwn);
    },
  };
}

/** By the frame behind this one and the getter's. */
function isAskedByInspector(): boolean {
  return getCallSites?.(3)[2]?.scriptName === INSPECTOR;
}

/** For an interception its original; what gets itself back, `inspect` shows as ever. */
function showOriginal(this: unknown): unknown {
  return typeof this === 'function' ? (originalOf(this) ?? this) : this;
}
