/**
 * Keeps values of one type in files of their own, in a format of the author's choice. A subclass is registered
 * with `registry.add(Type, Subclass)`; the reader finds it again by its class name.
 */
export abstract class Handler<T> {
  /** The value: what `save` writes, and what `load` sets. */
  data: T;
  /** Which argument it is: the index of a positional one, a keyword's name, with the path of a nested value. */
  readonly target: string;

  constructor(data: T, target: string) {
    this.data = data;
    this.target = target;
  }

  /** Writes the value into files of the call's folder, by convention `arg_<target>.<ext>`; synchronously. */
  abstract save(folder: string): void;

  /** Sets `data` from what `save` wrote into the same folder. */
  abstract load(folder: string): void;

  /** Called when all values of a call that this class keeps are saved. */
  static accumulatorDone(): void {}
}

/** The class of a handler that takes values of type `T`. */
export interface HandlerClass<T = never> {
  new (data: T, target: string): Handler<unknown>;
  readonly name: string;
  accumulatorDone(): void;
}

/** Reads a value back: makes the handler without data, and has it load from the call's folder. */
export function loadHandled(handlerClass: HandlerClass, target: string, folder: string): unknown {
  // A handler has no data until it has loaded them, which its type cannot say.
  const handler = new handlerClass(undefined as never, target);
  handler.load(folder);
  return handler.data;
}
