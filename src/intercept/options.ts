import type { Attributes } from '@opentelemetry/api';
import { type Limits, type LimitsOption, resolveLimits } from '../capture/limits.js';
import { Redaction, type RedactOption } from '../capture/redaction.js';

/** Any function or class. */
// biome-ignore lint/suspicious/noExplicitAny: parameters are contravariant, so only `any` accepts every function
export type AnyFunction = ((...args: any[]) => unknown) | (abstract new (...args: any[]) => unknown);

/** The arguments of a function or class. */
export type ArgumentsOf<F> = F extends (...args: infer A) => unknown
  ? A
  : F extends abstract new (
        ...args: infer A
      ) => unknown
    ? A
    : unknown[];

/** The receiver that a function declares; `unknown` if it declares none, or is a class. */
export type ReceiverOf<F> = F extends (...args: never[]) => unknown ? ThisParameterType<F> : unknown;

/** What `intercept(fn, options)` takes; what is left out follows the settings. */
// biome-ignore lint/suspicious/noExplicitAny: parameters are contravariant, so only `any` suits every function
export interface InterceptOptions<A extends readonly unknown[] = any[], This = any> {
  /** Name in the database and of the span. Default: the function's own. */
  readonly name?: string;
  /** Whether the result is recorded. Default: the setting `result`. */
  readonly result?: boolean;
  /** Whether the receiver is recorded. Default: the setting `this`. */
  readonly this?: boolean;
  /** Whether the arguments are recorded again as they are when the call has ended. Default `false`. */
  readonly argsAfter?: boolean;
  /** Called with the arguments (and receiver); a call for which it returns a falsy value is not recorded. */
  readonly when?: (this: This, ...args: A) => unknown;
  /** Share of the calls to record, from 0 to 1. Default 1. */
  readonly sample?: number;
  /** How much of a call is written down. Default: the setting `limits`, or `full`. */
  readonly limits?: LimitsOption;
  /** What is kept out, beside what the settings keep out; `false` keeps nothing out. */
  readonly redact?: RedactOption;
  /** Further attributes of the span, or a function of the arguments that gives them. */
  readonly attributes?: Attributes | ((this: This, ...args: A) => Attributes);
}

/** The same options on an object that inherits nothing: the program may have put a `when` on `Object.prototype`. */
export function ownOptions(options: InterceptOptions): InterceptOptions {
  return Object.setPrototypeOf({ ...options }, null);
}

const KEYS: Record<keyof InterceptOptions, readonly string[]> = {
  name: ['string'],
  result: ['boolean'],
  this: ['boolean'],
  argsAfter: ['boolean'],
  when: ['function'],
  sample: ['number'],
  limits: ['string', 'object'],
  redact: ['boolean', 'object'],
  attributes: ['object', 'function'],
};

/** @throws TypeError for an unknown option or a value of the wrong type, RangeError for a number out of range */
export function checkOptions(options: unknown): asserts options is InterceptOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected an object of options for intercept, got ${String(options)}`);
  }
  for (const [key, value] of Object.entries(options)) {
    const expected: readonly string[] | undefined = KEYS[key as keyof InterceptOptions];
    if (expected === undefined) {
      throw new TypeError(
        `Unknown option '${key}' for intercept: expected one of ${Object.keys(KEYS).join(', ')}`,
      );
    }
    if (value !== undefined && !expected.includes(value === null ? 'null' : typeof value)) {
      throw new TypeError(
        `Expected ${expected.join(' or ')} for intercept's option ${key}, got ${String(value)}`,
      );
    }
  }
  const { sample = 1, limits, redact, name } = options as InterceptOptions;
  if (!(sample >= 0 && sample <= 1))
    throw new RangeError(`Expected a number from 0 to 1 for sample, got ${sample}`);
  if (name === '') throw new TypeError("Expected a name for intercept's option name, got ''");
  resolveLimits(limits, {} as Limits);
  Redaction.from(redact);
}
