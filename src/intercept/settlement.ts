import { inspect, types } from 'node:util';
import { promiseHooks } from 'node:v8';
import { apply, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../capture/intrinsics.js';
import { RejectionReasons } from './rejection-reasons.js';

/** What became of a promise. A reason or value that cannot be had without being noticed is missing. */
export type Settlement =
  | { readonly status: 'fulfilled'; readonly value?: unknown; readonly isKnown: boolean }
  | { readonly status: 'rejected'; readonly reason?: unknown; readonly isKnown: boolean };

interface Watch {
  /** Called at the very moment. */
  readonly onSettled: () => void;
  /** Called as soon as it can be said how. */
  readonly onOutcome: (settlement: Settlement) => void;
}

const promiseThen = Promise.prototype.then;
/** As it was when this module was loaded: tests replace it. */
const { queueMicrotask } = globalThis;

/**
 * Observes promises without a handler of ours, for a handler would silence the program's unhandled rejections, and
 * a derived promise would be another object, a tick later. V8 tells when a watched promise settles; a fulfilled
 * one is asked for its value after that, a rejected one for its reason when Node has had its say.
 */
export class SettlementWatcher {
  readonly #watches = new WeakMap<Promise<unknown>, Watch>();
  readonly #reasons = new RejectionReasons();
  readonly #collected = new FinalizationRegistry<undefined>(() => this.#forget());
  #pending = 0;
  #stop: (() => void) | undefined;

  /** Has `watch` told of the end of a native promise; at once if it has settled already. */
  watch(promise: Promise<unknown>, watch: Watch): void {
    const state = stateOf(promise);
    if (state !== 'pending') {
      watch.onSettled();
      this.#ask(promise, state, watch);
      return;
    }
    this.#watches.set(promise, watch);
    this.#collected.register(promise, undefined, watch);
    this.#pending++;
    this.#stop ??= promiseHooks.onSettled((settled: Promise<unknown>) => this.#settle(settled)) as () => void;
  }

  /** Tells of rejected promises that are still waiting for Node's say: the process ends. */
  conclude(): void {
    this.#reasons.conclude();
  }

  /** Runs inside the engine's own work: it must neither throw nor attach anything. */
  #settle(promise: Promise<unknown>): void {
    const watch = this.#watches.get(promise);
    if (watch === undefined) return;
    this.#watches.delete(promise);
    this.#collected.unregister(watch);
    this.#forget();
    watch.onSettled();
    queueMicrotask(() => this.#ask(promise, stateOf(promise), watch));
  }

  #forget(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #ask(promise: Promise<unknown>, state: PromiseState, { onOutcome }: Watch): void {
    if (state === 'rejected') {
      const canAsk = isPlainPromise(promise);
      this.#reasons.add(promise, canAsk, (settlement) => onOutcome(settlement));
    } else if (isPlainPromise(promise)) {
      void apply(promiseThen, promise, [
        (value: unknown) => onOutcome({ status: 'fulfilled', value, isKnown: true }),
      ]);
    } else {
      onOutcome({ status: 'fulfilled', isKnown: false });
    }
  }
}

type PromiseState = 'pending' | 'fulfilled' | 'rejected';

const INSPECT = {
  depth: 0,
  customInspect: false,
  showHidden: false,
  maxArrayLength: 0,
  maxStringLength: 0,
  breakLength: Number.POSITIVE_INFINITY,
} as const;

/** `util.inspect` is the one way to see a promise's state without a handler. */
function stateOf(promise: Promise<unknown>): PromiseState {
  const text = inspect(promise, INSPECT);
  const state = text.slice(text.indexOf('{') + 1).trimStart();
  if (state.startsWith('<pending>')) return 'pending';
  return state.startsWith('<rejected>') ? 'rejected' : 'fulfilled';
}

/** Whether the language's own `then` would run no code of the program: no subclass, no `constructor` of its own. */
function isPlainPromise(promise: Promise<unknown>): boolean {
  if (getPrototypeOf(promise) !== Promise.prototype || hasOwn(promise, 'constructor')) return false;
  return getOwnPropertyDescriptor(Promise.prototype, 'constructor')?.value === Promise;
}

/** A promise of the language itself; a thenable is a value like any other. */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value);
}
