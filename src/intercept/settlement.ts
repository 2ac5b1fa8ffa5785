import { types } from 'node:util';
import { promiseHooks } from 'node:v8';
import { apply, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../capture/intrinsics.js';
import { SafeWeakMap } from '../model/safe-collections.js';
import { now, queueMicrotask } from '../model/timers.js';
import { NextTurn } from './next-turn.js';
import { PromiseInspector, type Settlement } from './promise-inspector.js';

/** Told of the end of a promise, and when that was, as `performance.now()` has it. */
export type OnSettled = (settlement: Settlement, endTime: number) => void;

/** Taken before the program can replace them. */
const promisePrototype = Promise.prototype;
const { constructor: PromiseClass, then: promiseThen } = promisePrototype;
const { register, unregister } = FinalizationRegistry.prototype;
const { onSettled: hookSettled } = promiseHooks;

/** Of a promise that cannot be looked at: its class does not let that be, or the program has broken what it takes. */
const UNKNOWN: Settlement = { status: 'fulfilled', isKnown: false };

/**
 * Observes promises without a handler of ours, for a handler would silence the program's unhandled rejections, and
 * a derived promise would be another object, a tick later. V8 tells when a watched promise settles; how, can be
 * seen a microtask after.
 */
export class SettlementWatcher {
  /** More than one where functions pass on the same promise. */
  readonly #watches = new SafeWeakMap<Promise<unknown>, OnSettled[]>();
  readonly #collected = new FinalizationRegistry<undefined>(() => this.#forget());
  readonly #inspector = new PromiseInspector();
  readonly #nextTurn = new NextTurn();
  #pending = 0;
  #stop: (() => void) | undefined;

  /** Calls back when a native promise has settled, at the earliest at once. */
  watch(promise: Promise<unknown>, onSettled: OnSettled): void {
    const state = this.#inspector.stateOf(promise);
    if (state.status !== 'pending') {
      return this.#tell({ promise, watches: [onSettled], endTime: now() }, state);
    }
    const watches = this.#watches.get(promise);
    if (watches !== undefined) watches[watches.length] = onSettled;
    else this.#begin(promise, [onSettled]);
  }

  #begin(promise: Promise<unknown>, watches: OnSettled[]): void {
    this.#watches.set(promise, watches);
    apply(register, this.#collected, [promise, undefined, watches]);
    this.#pending++;
    this.#stop ??= hookSettled((settled: Promise<unknown>) => this.#settle(settled)) as () => void;
  }

  /** Runs inside the engine's own work: it must neither throw nor attach anything. */
  #settle(promise: Promise<unknown>): void {
    const watches = this.#watches.get(promise);
    if (watches === undefined) return;
    const endTime = now();
    this.#watches.delete(promise);
    apply(unregister, this.#collected, [watches]);
    this.#forget();
    queueMicrotask(() => {
      const settled = { promise, watches, endTime };
      const state = this.#inspector.stateOf(promise);
      if (state.status !== 'pending') this.#tell(settled, state);
      else this.#nextTurn.add(() => this.#tellLater(settled));
    });
  }

  /** Of a promise that could not be looked at, it is not known whether it was rejected. */
  #tellLater(settled: Settled): void {
    const state = this.#inspector.stateOf(settled.promise);
    this.#tell(settled, state.status === 'pending' ? UNKNOWN : state);
  }

  #forget(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Of a rejection nothing is done before Node has reported it: even to read its stack shows in the report. */
  #tell({ promise, watches, endTime }: Settled, settlement: Settlement): void {
    const tell = (told: Settlement) => {
      for (let index = 0; index < watches.length; index++) watches[index]?.(told, endTime);
    };
    if (settlement.status === 'rejected') this.#nextTurn.add(() => tell(settlement));
    else if (isSeen(settlement) || settlement === UNKNOWN || !isPlainPromise(promise)) tell(settlement);
    else {
      // It was seen to be fulfilled: of a rejected one, this would make another that nobody handles.
      const ask = (value: unknown) => tell({ status: 'fulfilled', value, isKnown: true });
      void apply(promiseThen, promise, [ask]);
    }
  }
}

interface Settled {
  readonly promise: Promise<unknown>;
  readonly watches: readonly OnSettled[];
  readonly endTime: number;
}

/** Whether the value itself was seen: an object, which whoever awaits the promise may change next. */
function isSeen({ value, isKnown }: Settlement): boolean {
  return isKnown && ((typeof value === 'object' && value !== null) || typeof value === 'function');
}

/** Whether the language's own `then` would run no code of the program: no subclass, no `constructor` of its own. */
function isPlainPromise(promise: Promise<unknown>): boolean {
  if (getPrototypeOf(promise) !== promisePrototype || hasOwn(promise, 'constructor')) return false;
  return getOwnPropertyDescriptor(promisePrototype, 'constructor')?.value === PromiseClass;
}

/** A promise of the language itself; a thenable is a value like any other. */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value);
}
