import { inspect } from 'node:util';
import { apply } from '../capture/intrinsics.js';
import type { Settlement } from './settlement.js';

interface Waiting {
  readonly promise: Promise<unknown>;
  readonly canAsk: boolean;
  readonly onOutcome: (settlement: Settlement) => void;
}

const promiseThen = Promise.prototype.then;
/** As it was when this module was loaded: tests replace timers. */
const { setImmediate } = globalThis;

/** Under these, Node tells listeners of an unhandled rejection but asks none of them: ours is one more. */
const LISTENERS_CHANGE_NOTHING = ['none', 'warn', 'strict'];

/**
 * Learns why promises were rejected, and leaves it to Node whether anybody handled them: only in the turn after,
 * when a promise that nobody handled has been reported, are the others asked.
 */
export class RejectionReasons {
  #waiting: Waiting[] = [];
  #reported = new Map<unknown, unknown>();
  #uncaught: unknown[] = [];
  #isListening = false;

  /** Calls back with the reason, once that changes nothing; `canAsk` says whether the promise may be asked. */
  add(promise: Promise<unknown>, canAsk: boolean, onOutcome: (settlement: Settlement) => void): void {
    if (this.#waiting.push({ promise, canAsk, onOutcome }) > 1) return;
    this.#isListening =
      process.listenerCount('unhandledRejection') > 0 || LISTENERS_CHANGE_NOTHING.includes(mode());
    if (this.#isListening) process.on('unhandledRejection', this.#onUnhandled);
    process.on('uncaughtExceptionMonitor', this.#onUncaught);
    process.on('exit', this.#onExit);
    setImmediate(() => this.#settleAll(true));
  }

  /** Calls back for all that wait, with what is known; nothing can be asked any more. */
  conclude(): void {
    this.#settleAll(false);
  }

  readonly #onUnhandled = (reason: unknown, promise: unknown): void => {
    this.#reported.set(promise, reason);
  };

  readonly #onUncaught = (error: unknown, origin: string): void => {
    if (origin === 'unhandledRejection') this.#uncaught.push(error);
  };

  readonly #onExit = (): void => this.conclude();

  #settleAll(canAsk: boolean): void {
    const [waiting, reported, uncaught] = [this.#waiting, this.#reported, this.#uncaught];
    const isReported =
      this.#isListening || (mode() === 'throw' && process.listenerCount('unhandledRejection') === 0);
    const isSure = canAsk && isReported && uncaught.length === 0;
    this.#waiting = [];
    this.#reported = new Map();
    this.#uncaught = [];
    process.off('unhandledRejection', this.#onUnhandled);
    process.off('uncaughtExceptionMonitor', this.#onUncaught);
    process.off('exit', this.#onExit);
    for (const { promise, canAsk: mayAsk, onOutcome } of waiting) {
      if (reported.has(promise)) {
        onOutcome({ status: 'rejected', reason: reported.get(promise), isKnown: true });
      } else if (isSure && mayAsk) {
        const tell = (reason: unknown) => onOutcome({ status: 'rejected', reason, isKnown: true });
        void apply(promiseThen, promise, [undefined, tell]);
      } else {
        onOutcome(guess(promise, uncaught));
      }
    }
  }
}

/** The uncaught error is a promise's reason if the promise shows its message. */
function guess(promise: Promise<unknown>, uncaught: readonly unknown[]): Settlement {
  const text = inspect(promise, { depth: 0, customInspect: false });
  const reason = uncaught.find((error) => error instanceof Error && text.includes(error.message));
  return reason === undefined
    ? { status: 'rejected', isKnown: false }
    : { status: 'rejected', reason, isKnown: true };
}

/** The value of Node's option `--unhandled-rejections`. */
function mode(): string {
  const options = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')];
  const flag = '--unhandled-rejections';
  const index = options.findIndex((option) => option === flag || option.startsWith(`${flag}=`));
  if (index < 0) return 'throw';
  return options[index]?.slice(flag.length + 1) || (options[index + 1] ?? 'throw');
}
