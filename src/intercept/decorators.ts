import { findCallSite } from './call-site.js';
import { classNameOf, homeOf } from './home-class.js';
import type { Interceptor } from './interceptor.js';
import type { AnyFunction, InterceptOptions } from './options.js';

/** What a decorator is called with: a value and its context (standard), or a target, a key, a descriptor (legacy). */
export type DecoratorArguments = readonly [unknown, ...unknown[]];

interface StandardContext {
  readonly kind: string;
  readonly name: string | symbol;
  readonly private?: boolean;
  addInitializer(initializer: (this: unknown) => void): void;
}

/** Whether `intercept` is called as a decorator without options; a legacy class decorator is any other call. */
export function isDecoratorCall(args: readonly unknown[]): args is DecoratorArguments {
  const [target, second] = args;
  if (isStandardContext(second)) return true;
  const isKey = typeof second === 'string' || typeof second === 'symbol';
  return args.length >= 2 && isKey && (typeof target === 'object' || typeof target === 'function');
}

/** @throws TypeError for what has no function to intercept */
export function decorate(
  interceptor: Interceptor,
  options: InterceptOptions,
  args: DecoratorArguments,
): unknown {
  const [target, second, third] = args;
  const means = { interceptor, options };
  if (isStandardContext(second)) return decorateStandard(means, target, second);
  if (typeof second === 'string' || typeof second === 'symbol') {
    return decorateLegacy(means, { target: target as object, key: second, descriptor: third });
  }
  return decorateClass(means, target);
}

interface Means {
  readonly interceptor: Interceptor;
  readonly options: InterceptOptions;
}

/** @throws TypeError for what is no class */
function decorateClass({ interceptor, options }: Means, value: unknown): AnyFunction {
  if (typeof value !== 'function') {
    throw new TypeError(`Expected a class or a member of one for @intercept, got ${String(value)}`);
  }
  return interceptor.interceptFunction(value as AnyFunction, options, { knownAs: 'intercepted' });
}

function decorateStandard(means: Means, value: unknown, context: StandardContext): unknown {
  switch (context.kind) {
    case 'class':
      return decorateClass(means, value);
    case 'field':
      return fieldInitializer(means, context);
    case 'accessor': {
      const { get, set } = value as { get: AnyFunction; set: AnyFunction };
      return {
        get: wrapMember(means, get, { context, suffix: '.get' }),
        set: wrapMember(means, set, { context, suffix: '.set' }),
      };
    }
    default:
      return wrapMember(means, value as AnyFunction, { context });
  }
}

/** A field's function is made with each object, where the class is used: it is of the place where it is declared. */
function fieldInitializer(means: Means, context: StandardContext): (initial: unknown) => unknown {
  const site = findCallSite();
  return function (this: unknown, initial) {
    if (typeof initial !== 'function') return initial;
    const name = memberName(homeOf(this, { ...context, private: true }, initial), context.name);
    return means.interceptor.interceptFunction(initial as AnyFunction, means.options, { name, site });
  };
}

interface Member {
  readonly context: StandardContext;
  /** Of one of two functions: options name both. */
  readonly suffix?: string;
}

const SUFFIXES: Readonly<Record<string, string>> = { getter: '.get', setter: '.set' };

/** A method's class is there when an object of it is made (of a static one, when it is declared), or at its call. */
function wrapMember(means: Means, fn: AnyFunction, { context, suffix }: Member): AnyFunction {
  let name: string | undefined;
  const nameFor = (receiver: unknown) => {
    const ending = suffix ?? SUFFIXES[context.kind] ?? '';
    return memberName(homeOf(receiver, context, fn), context.name) + ending;
  };
  context.addInitializer(function () {
    name ??= nameFor(this);
  });
  return means.interceptor.interceptFunction(fn, withSuffix(means.options, suffix), {
    name: (receiver) => name ?? nameFor(receiver),
  });
}

interface LegacyMember {
  readonly target: object;
  readonly key: string | symbol;
  readonly descriptor: unknown;
}

function decorateLegacy(
  { interceptor, options }: Means,
  { target, key, descriptor }: LegacyMember,
): PropertyDescriptor {
  const name = memberName(classNameOf(target), key);
  if (typeof descriptor !== 'object' || descriptor === null) {
    throw new TypeError(`Expected a method or an accessor for @intercept, got the property ${name}`);
  }
  const { value, get, set } = descriptor as PropertyDescriptor;
  const isPair = get !== undefined && set !== undefined;
  const wrap = (fn: AnyFunction, suffix: string) =>
    interceptor.interceptFunction(fn, withSuffix(options, isPair ? suffix : ''), {
      name: name + suffix,
    }) as (this: unknown, ...args: unknown[]) => never;
  return {
    ...descriptor,
    ...(typeof value === 'function' ? { value: wrap(value, '') } : {}),
    ...(get === undefined ? {} : { get: wrap(get, '.get') }),
    ...(set === undefined ? {} : { set: wrap(set, '.set') }),
  };
}

function withSuffix(options: InterceptOptions, suffix = ''): InterceptOptions {
  return options.name === undefined ? options : { ...options, name: options.name + suffix };
}

function memberName(className: string, key: string | symbol): string {
  const member = typeof key === 'symbol' ? `[${key.description ?? ''}]` : key;
  return className === '' ? member : `${className}.${member}`;
}

function isStandardContext(value: unknown): value is StandardContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'addInitializer' in value;
}
