import { inspect, types } from 'node:util';
import type { Described, TextOf } from '../capture/argspec.js';
import { apply, functionToString } from '../capture/intrinsics.js';
import { nameOf } from '../capture/own-data.js';
import { originalOf } from '../model/originals.js';
import { type CallSite, findCallSite, isDecorating } from './call-site.js';
import { decorate, isDecoratorCall } from './decorators.js';
import { FunctionRecorder } from './function-recorder.js';
import type { Intercept } from './intercept-type.js';
import { adoptPrototype, FunctionInterception, type KnownAs } from './intercepted-function.js';
import { type InterceptionParts, InterceptionState } from './interception-state.js';
import { type AnyFunction, checkOptions, type InterceptOptions } from './options.js';

const ANONYMOUS = 'anonymous';

/** How a function's name in the database is found: at once, or from the receiver of its first call. */
export type NameSource = string | ((receiver: unknown) => string);

/** What is known of a function where it is intercepted; what is missing is found out. */
export interface Origin {
  /** Default: the function's own name. */
  readonly name?: NameSource;
  /** Default: the place in the program from which we are called. `null`: there is no telling. */
  readonly site?: CallSite | undefined | null;
  /** Default: its original, if it has a name in its own scope; a decorated class is known as the intercepted one. */
  readonly knownAs?: KnownAs;
  /** Default: `Function.prototype.toString`; sources that were edited say here what stood there before. */
  readonly textOf?: TextOf | undefined;
  /**
   * Whether a wildcard reached it: it has the limits of a preview, is thinned, and shares names without a warning;
   * of so many, each is looked at when it is first called.
   */
  readonly isWildcard?: boolean;
}

/** Intercepts functions; they share a table of names, a tracer and the settings. */
export class Interceptor {
  readonly state: InterceptionState;

  constructor(parts: InterceptionParts) {
    this.state = new InterceptionState(parts);
  }

  /** `intercept`, as the program calls it: with a function, with options, or as a decorator of either kind. */
  readonly intercept: Intercept = ((...args: unknown[]): unknown => {
    if (isDecoratorCall(args)) return decorate(this, {}, args);
    const [first, options = {}] = args;
    if (typeof first === 'function') {
      checkOptions(options);
      return this.interceptFunction(first as AnyFunction, options);
    }
    if (args.length === 1 && typeof first === 'object' && first !== null) {
      checkOptions(first);
      return (...decorated: [unknown, ...unknown[]]) => decorate(this, first, decorated);
    }
    throw new TypeError(
      `Expected a function, a class or options for intercept, got ${inspect(first, { depth: 0 })}`,
    );
  }) as Intercept;

  /** The function that stands for `fn`; of one that is intercepted already, for its original. */
  interceptFunction<F extends AnyFunction>(fn: F, options: InterceptOptions, origin: Origin = {}): F {
    const original = (originalOf(fn) ?? fn) as F;
    const intercepted = this.interception(original, options, origin).intercept(original);
    adoptPrototype(original, intercepted);
    return intercepted;
  }

  /**
   * What makes the functions that stand for `first`, and for all closures that the same place in the source makes:
   * they are one function in the database.
   */
  interception(first: AnyFunction, options: InterceptOptions, origin: Origin = {}): FunctionInterception {
    const described = first as unknown as Described;
    const { knownAs = hasNameInside(first) ? 'original' : 'intercepted' } = origin;
    const site = origin.site === null ? undefined : (origin.site ?? findCallSite());
    const { functions } = this.state;
    const chosen = options.name ?? origin.name ?? (nameOf(first) || ANONYMOUS);
    const register = (name: string) =>
      functions.register({ fn: described, name, site, textOf: origin.textOf, isQuiet: origin.isWildcard });
    const known = typeof chosen === 'string' && !origin.isWildcard ? register(chosen) : undefined;
    const recorder = new FunctionRecorder({
      state: this.state,
      options,
      isWildcard: origin.isWildcard ?? false,
      describe: (receiver) => known ?? register(typeof chosen === 'string' ? chosen : chosen(receiver)),
      generator: generatorKind(first),
    });
    return new FunctionInterception(recorder, this.state.nesting, knownAs);
  }
}

/** Whether a function or class has a name in its own scope, which stands for the original for good. */
function hasNameInside(fn: AnyFunction): boolean {
  const isNamed = /^(?:class|(?:async\s+)?function)[\s*]+(?!extends\b)[\w$\u0080-\uffff]/;
  return isNamed.test(apply(functionToString, fn, [])) && !isDecorating();
}

function generatorKind(fn: object): 'sync' | 'async' | undefined {
  if (!types.isGeneratorFunction(fn)) return undefined;
  return types.isAsyncFunction(fn) ? 'async' : 'sync';
}
