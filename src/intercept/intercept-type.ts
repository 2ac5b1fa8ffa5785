import type { AnyFunction, ArgumentsOf, InterceptOptions, ReceiverOf } from './options.js';

/** A function of a class, as a decorator sees it. */
// biome-ignore lint/suspicious/noExplicitAny: parameters are contravariant, so only `any` accepts every method
type Method = (this: any, ...args: any[]) => unknown;

/** What may be decorated: methods, accessors, fields that hold a function, classes; standard and legacy. */
export interface InterceptDecorator {
  <F extends Method>(method: F, context: ClassMethodDecoratorContext): F;
  <This, Value>(
    getter: (this: This) => Value,
    context: ClassGetterDecoratorContext<This, Value>,
  ): (this: This) => Value;
  <This, Value>(
    setter: (this: This, value: Value) => void,
    context: ClassSetterDecoratorContext<This, Value>,
  ): (this: This, value: Value) => void;
  <This, Value>(
    accessor: ClassAccessorDecoratorTarget<This, Value>,
    context: ClassAccessorDecoratorContext<This, Value>,
  ): ClassAccessorDecoratorResult<This, Value>;
  <This, Value>(
    field: undefined,
    context: ClassFieldDecoratorContext<This, Value>,
  ): (this: This, value: Value) => Value;
  <C extends abstract new (...args: never[]) => unknown>(declared: C, context: ClassDecoratorContext<C>): C;
  <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): TypedPropertyDescriptor<T>;
  // biome-ignore lint/suspicious/noExplicitAny: as TypeScript's own ClassDecorator
  <C extends abstract new (...args: any[]) => unknown>(declared: C): C;
}

/**
 * Records the calls of a function: `intercept(fn)`, `intercept(fn, options)`, `@intercept`, `@intercept({…})`.
 *
 * The function that it returns behaves as the one that it was given: same results and errors, same `this` and
 * `new.target`, name, length, properties and text. Of a function that is intercepted already the original is taken.
 * @throws TypeError for what is no function, and for unknown or bad options
 */
export interface Intercept extends InterceptDecorator {
  <F extends AnyFunction>(fn: F, options?: InterceptOptions<ArgumentsOf<F>, ReceiverOf<F>>): F;
  // biome-ignore lint/suspicious/noExplicitAny: what is decorated is not known yet
  (options: InterceptOptions<any, any>): InterceptDecorator;
}
