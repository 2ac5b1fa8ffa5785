import { nameOf, readData } from '../capture/class-of.js';
import { getOwnPropertyDescriptor, getPrototypeOf } from '../capture/intrinsics.js';
import { originalOf } from '../model/originals.js';
import type { Interceptor } from './interceptor.js';
import type { AnyFunction, InterceptOptions } from './options.js';

/** What a decorator is called with: a value and its context (standard), or a target, a key, a descriptor (legacy). */
export type DecoratorArguments = readonly [unknown, ...unknown[]];

type StandardContext = {
  readonly kind: string;
  readonly name: string | symbol;
  readonly static?: boolean;
  readonly private?: boolean;
};

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
  if (isStandardContext(second)) return decorateStandard({ interceptor, options }, target, second);
  if (typeof second === 'string' || typeof second === 'symbol') {
    return decorateLegacy(
      { interceptor, options },
      { target: target as object, key: second, descriptor: third },
    );
  }
  return interceptor.interceptFunction(target as AnyFunction, options);
}

interface Means {
  readonly interceptor: Interceptor;
  readonly options: InterceptOptions;
}

function decorateStandard(means: Means, value: unknown, context: StandardContext): unknown {
  const wrap = (fn: unknown, suffix = ''): AnyFunction => wrapMember(means, fn, context, suffix);
  switch (context.kind) {
    case 'class':
      return means.interceptor.interceptFunction(value as AnyFunction, means.options);
    case 'method':
      return wrap(value);
    case 'getter':
      return wrap(value, '.get');
    case 'setter':
      return wrap(value, '.set');
    case 'accessor': {
      const { get, set } = value as { get: unknown; set: unknown };
      return { get: wrap(get, '.get'), set: wrap(set, '.set') };
    }
    default:
      return (initial: unknown) => (typeof initial === 'function' ? wrap(initial) : initial);
  }
}

/** A method knows its class only when it is called: the receiver's prototypes are searched for it. */
function wrapMember(
  { interceptor, options }: Means,
  fn: unknown,
  context: StandardContext,
  suffix: string,
): AnyFunction {
  const member = `${keyText(context.name)}${suffix}`;
  const name = (receiver: unknown) => {
    const className = homeClassName(receiver, context.name, fn as object);
    return className === '' ? member : `${className}.${member}`;
  };
  return interceptor.interceptFunction(fn as AnyFunction, options, name);
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
  if (typeof descriptor !== 'object' || descriptor === null) {
    throw new TypeError(`Expected a method or an accessor for @intercept, got the property ${keyText(key)}`);
  }
  const owner = typeof target === 'function' ? target : readData(target, 'constructor');
  const className = nameOf(owner);
  const member = className === '' ? keyText(key) : `${className}.${keyText(key)}`;
  const wrap = (fn: AnyFunction, suffix: string) =>
    interceptor.interceptFunction(fn, options, member + suffix) as (
      this: unknown,
      ...args: unknown[]
    ) => never;
  const { value, get, set } = descriptor as PropertyDescriptor;
  return {
    ...descriptor,
    ...(typeof value === 'function' ? { value: wrap(value, '') } : {}),
    ...(get === undefined ? {} : { get: wrap(get, '.get') }),
    ...(set === undefined ? {} : { set: wrap(set, '.set') }),
  };
}

/** The name of the class that declares a method: the one on whose prototype it stands, not the receiver's own. */
function homeClassName(receiver: unknown, key: string | symbol, fn: object): string {
  if ((typeof receiver !== 'object' && typeof receiver !== 'function') || receiver === null) return '';
  for (let at: object | null = receiver; at !== null; at = getPrototypeOf(at)) {
    const { value, get, set } = getOwnPropertyDescriptor(at, key) ?? {};
    if ([value, get, set].some((member) => typeof member === 'function' && originalOf(member) === fn)) {
      return classNameOf(at);
    }
  }
  return classNameOf(receiver);
}

function classNameOf(object: object): string {
  return nameOf(typeof object === 'function' ? object : readData(object, 'constructor'));
}

function keyText(key: string | symbol): string {
  return typeof key === 'symbol' ? `[${key.description ?? ''}]` : key;
}

function isStandardContext(value: unknown): value is StandardContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'addInitializer' in value;
}
