import { types } from 'node:util';
import { promiseHooks } from 'node:v8';
import { apply, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../capture/intrinsics.js';
import { now, queueMicrotask } from '../model/timers.js';
import { NextTurn } from './next-turn.js';
import { PromiseInspector, type Settlement } from './promise-inspector.js';

/** Told of the end of a promise, and when that was, as `performance.now()` has it. */
export type OnSettled = (settlement: Settlement, endTime: number) => void;

const promiseThen = Promise.prototype.then;

/** Of a promise whose class does not let it be looked at. */
const UNKNOWN: Settlement = { status: 'fulfilled', isKnown: false };

/**
 * Observes promises without a handler of ours, for a handler would silence the program's unhandled rejections, and
 * a derived promise would be another object, a tick later. V8 tells when a watched promise settles; how, can be
 * seen a microtask after.
 */
export class SettlementWatcher {
  /** More than one where functions pass on the same promise. */
  readonly #watches = new WeakMap<Promise<unknown>, OnSettled[]>();
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
    if (watches !== undefined) watches.push(onSettled);
    else this.#begin(promise, [onSettled]);
  }

  #begin(promise: Promise<unknown>, watches: OnSettled[]): void {
    this.#watches.set(promise, watches);
    this.#collected.register(promise, undefined, watches);
    this.#pending++;
    this.#stop ??= promiseHooks.onSettled((settled: Promise<unknown>) => this.#settle(settled)) as () => void;
  }

  /** Runs inside the engine's own work: it must neither throw nor attach anything. */
  #settle(promise: Promise<unknown>): void {
    const watches = this.#watches.get(promise);
    if (watches === undefined) return;
    const endTime = now();
    this.#watches.delete(promise);
    this.#collected.unregister(watches);
    this.#forget();
    queueMicrotask(() => {
      const state = this.#inspector.stateOf(promise);
      const settlement = state.status === 'pending' ? UNKNOWN : state;
      this.#tell({ promise, watches, endTime }, settlement);
    });
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
      for (const onSettled of watches) onSettled(told, endTime);
    };
    if (settlement.status === 'rejected') this.#nextTurn.add(() => tell(settlement));
    else if (isSeen(settlement) || !isPlainPromise(promise)) tell(settlement);
    else {
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
  if (getPrototypeOf(promise) !== Promise.prototype || hasOwn(promise, 'constructor')) return false;
  return getOwnPropertyDescriptor(Promise.prototype, 'constructor')?.value === Promise;
}

/** A promise of the language itself; a thenable is a value like any other. */
export function isNativePromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value);
}
