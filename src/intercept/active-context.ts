import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, type TracerProvider } from '@opentelemetry/api';
import { apply } from '../capture/intrinsics.js';

/** Makes the context before active again, on the stack on which another was entered. */
export interface ContextToken {
  dispose(): void;
}

/** Where the active span is kept while the program runs. */
export interface ActiveContext {
  /** The context that is active now. */
  active(): Context;
  /**
   * Makes a context active for this stack and for all that is started from it, until the token is disposed of.
   * `undefined` where that takes a callback: then `with` is the way.
   */
  enter(next: Context): ContextToken | undefined;
  /** Calls back in a context. */
  with(next: Context, run: () => void): void;
}

/** A context manager that can be entered without a callback, as OpenTelemetry's own since 2.12. */
type AttachingManager = ContextManager & { attach?(next: Context): ContextToken };

/** What programs register with the API. */
interface Registered {
  /** Stands for the provider that was registered. */
  readonly trace?: TracerProvider & { getDelegate?(): TracerProvider };
  readonly context?: ContextManager;
}

/** Taken before the program can replace them. */
const { enterWith, getStore, run: runWith } = AsyncLocalStorage.prototype;

/** Where every copy of `@opentelemetry/api` 1.x finds what was registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

/** Each is there even so: what is missing may be inherited, from the program's `Object.prototype`. */
const NOTHING = { trace: undefined, context: undefined };

/** What the program registered. Looked up without the API, which takes as long as all else that a passed-over call costs. */
export function registered(): Registered | typeof NOTHING {
  return (globalThis as { [REGISTERED]?: Registered })[REGISTERED] ?? NOTHING;
}

/**
 * The program's context manager, entered directly where it allows it: a callback through `with` costs
 * three more stack frames a call, and with them half of the depth that a recursion may have.
 */
export class RegisteredContext implements ActiveContext {
  readonly manager: AttachingManager;

  constructor(manager: ContextManager) {
    this.manager = manager;
  }

  active(): Context {
    return this.manager.active();
  }

  enter(next: Context): ContextToken | undefined {
    return this.manager.attach?.(next);
  }

  with(next: Context, run: () => void): void {
    this.manager.with(next, run);
  }
}

/** A context of our own, for programs that registered none. */
export class OwnContext implements ActiveContext {
  readonly #storage = new AsyncLocalStorage<Context | undefined>();

  active(): Context {
    return this.#present() ?? context.active();
  }

  enter(next: Context): ContextToken {
    const previous = this.#present();
    apply(enterWith, this.#storage, [next]);
    return { dispose: () => void apply(enterWith, this.#storage, [previous]) };
  }

  with(next: Context, run: () => void): void {
    apply(runWith, this.#storage, [next, run]);
  }

  #present(): Context | undefined {
    return apply(getStore, this.#storage, []) as Context | undefined;
  }
}
