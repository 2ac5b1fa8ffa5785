import { types } from 'node:util';
import type { FunctionKind, Plan } from './plan.js';

/** A call that was made, as the program itself knows it. */
export interface MadeCall {
  readonly id: number;
  readonly kind: FunctionKind;
  readonly parent: MadeCall | undefined;
  readonly args: readonly unknown[];
  /** How it ended; `undefined` while it has not. */
  outcome: Outcome | undefined;
}

export type Outcome =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'error'; readonly value: unknown }
  | { readonly status: 'yielded' };

type AnyFunction = (...args: never[]) => unknown;
type Body = Generator<{ readonly promise?: Promise<unknown>; readonly item?: number }, unknown, unknown>;
type Made = new (id: number, value: unknown, options: object) => object;

/** Each program's calls make so many at most. */
const MOST_CALLS = 200;

/** Runs plans, and keeps what it knows of the calls that it makes. */
export class Program {
  /** In the order in which they were made. */
  readonly calls: MadeCall[] = [];
  /** What happened, in order. */
  readonly trace: string[] = [];
  readonly receiver: { readonly method: AnyFunction; readonly name: string };
  readonly #functions: Readonly<Record<FunctionKind, AnyFunction>>;
  readonly #plans = new Map<number, Plan>();
  readonly #pending: Promise<unknown>[] = [];
  readonly #abandoned: (() => unknown)[] = [];

  /** @param intercept what every function is handed through */
  constructor(intercept: (kind: FunctionKind, fn: AnyFunction) => AnyFunction) {
    const program = this;
    this.#functions = {
      plain: intercept('plain', (id: number, ..._rest: unknown[]) => program.#runSync(id)),
      promising: intercept('promising', (id: number, ..._rest: unknown[]) => program.#runLater(id)),
      asynchronous: intercept('asynchronous', async (id: number, ..._rest: unknown[]) =>
        program.#runLater(id),
      ),
      generator: intercept('generator', function* generator(id: number, ..._rest: unknown[]) {
        return yield* program.#runSteps(id);
      }),
      asyncGenerator: intercept(
        'asyncGenerator',
        async function* asyncGenerator(id: number, ..._rest: unknown[]) {
          return yield* program.#runAsyncSteps(id);
        },
      ),
      Made: intercept(
        'Made',
        class Made {
          readonly result: unknown;
          constructor(id: number, ..._rest: unknown[]) {
            this.result = program.#runSync(id);
          }
        } as unknown as AnyFunction,
      ),
      method: intercept('method', (id: number, ..._rest: unknown[]) => program.#runSync(id)),
    };
    this.receiver = { method: this.#functions.method, name: 'receiver' };
  }

  /** Makes the program's calls, one after the other, and waits for what they left. */
  async run(plans: readonly Plan[]): Promise<void> {
    for (const plan of plans) await Promise.resolve(this.#attempt(plan, undefined)).catch(() => {});
    for (let known = -1; known < this.#pending.length; ) {
      known = this.#pending.length;
      await Promise.allSettled(this.#pending);
    }
  }

  /** Ends the generators that were left in the middle. */
  async finish(): Promise<void> {
    for (const stop of this.#abandoned) await stop();
  }

  #attempt(plan: Plan, parent: MadeCall | undefined): unknown {
    try {
      return this.#call(plan, parent);
    } catch {
      return undefined;
    }
  }

  #call(plan: Plan, parent: MadeCall | undefined): unknown {
    if (this.calls.length >= MOST_CALLS) return undefined;
    const id = this.calls.length;
    const options = { id, steps: [String(plan.kind)] };
    const call: MadeCall = {
      id,
      kind: plan.kind,
      parent,
      args: [id, plan.value, structuredClone(options)],
      outcome: undefined,
    };
    this.calls.push(call);
    this.#plans.set(id, plan);
    this.trace.push(`${parent?.id ?? 'main'} calls ${plan.kind} ${id}`);
    try {
      return this.#take(plan, call, this.#invoke(plan, [id, plan.value, options] as never));
    } catch (error) {
      this.#end(call, { status: 'error', value: error });
      throw error;
    } finally {
      options.steps.push('changed');
    }
  }

  #invoke({ kind }: Plan, args: never): unknown {
    const { Made, method: _, ...functions } = this.#functions;
    if (kind === 'Made') return Reflect.construct(Made as unknown as Made, args);
    return kind === 'method'
      ? Reflect.apply(this.receiver.method, this.receiver, args)
      : Reflect.apply(functions[kind], undefined, args);
  }

  #take({ kind, drive }: Plan, call: MadeCall, result: unknown): unknown {
    if (kind === 'generator') return this.#driveGenerator(result as Generator, call, drive);
    if (kind === 'asyncGenerator') return this.#driveAsyncGenerator(result as AsyncGenerator, call, drive);
    if (!types.isPromise(result)) this.#end(call, { status: 'ok', value: result });
    return result;
  }

  #driveGenerator(generator: Generator, call: MadeCall, { take, ending }: Plan['drive']): unknown {
    for (let taken = 0; taken < take; taken++) {
      const { done, value } = generator.next();
      if (done === true) return this.#end(call, { status: 'ok', value });
    }
    if (ending === 'throw') return generator.throw(new RangeError(`thrown into ${call.id}`));
    const stop = () => {
      generator.return(undefined);
      this.#end(call, { status: 'yielded' });
    };
    if (ending === 'stop') stop();
    else this.#abandoned.push(stop);
    return undefined;
  }

  async #driveAsyncGenerator(
    generator: AsyncGenerator,
    call: MadeCall,
    { take, ending }: Plan['drive'],
  ): Promise<void> {
    try {
      for (let taken = 0; taken < take; taken++) {
        const { done, value } = await generator.next();
        if (done === true) return this.#end(call, { status: 'ok', value });
      }
      if (ending === 'throw') await generator.throw(new RangeError(`thrown into ${call.id}`));
    } catch (error) {
      this.#end(call, { status: 'error', value: error });
      throw error;
    }
    const stop = async () => {
      await generator.return(undefined);
      this.#end(call, { status: 'yielded' });
    };
    if (ending === 'stop') await stop();
    else this.#abandoned.push(stop);
  }

  #end(call: MadeCall, outcome: Outcome): void {
    this.trace.push(`${call.id} is ${outcome.status}`);
    call.outcome = outcome;
  }

  *#body(id: number): Body {
    const plan = this.#plans.get(id);
    const call = this.calls[id];
    for (const step of plan?.steps ?? []) {
      if (step.does === 'yield') yield { item: id };
      else if (step.does === 'wait') yield { promise: this.#wait(step.turns) };
      else if (step.does === 'call often') {
        for (let time = 0; time < step.times; time++) this.#keep(this.#attempt(step.plan, call));
      } else {
        const promise = step.isCaught ? this.#attempt(step.plan, call) : this.#call(step.plan, call);
        if (types.isPromise(promise) && step.isAwaited)
          yield { promise: step.isCaught ? promise.catch(() => {}) : promise };
        else this.#keep(promise);
      }
    }
    this.trace.push(`${id} ends`);
    if (plan?.end === 'throw') throw new TypeError(`from ${id}`);
    if (plan?.end === 'throw a primitive') throw `from ${id}`;
    return plan?.kind === 'method' ? { id } : id;
  }

  #runSync(id: number): unknown {
    const body = this.#body(id);
    let step = body.next();
    for (; step.done !== true; step = body.next()) this.#keep(step.value.promise);
    return step.value;
  }

  async #runLater(id: number): Promise<unknown> {
    const call = this.calls[id] as MadeCall;
    try {
      const body = this.#body(id);
      let step = body.next();
      while (step.done !== true) step = await this.#await(body, step.value.promise);
      this.#end(call, { status: 'ok', value: step.value });
      return step.value;
    } catch (error) {
      this.#end(call, { status: 'error', value: error });
      throw error;
    }
  }

  async #await(
    body: Body,
    promise: Promise<unknown> | undefined,
  ): Promise<IteratorResult<{ promise?: Promise<unknown> }>> {
    try {
      await promise;
    } catch (error) {
      return body.throw(error);
    }
    return body.next();
  }

  *#runSteps(id: number): Generator {
    const body = this.#body(id);
    let step = body.next();
    for (; step.done !== true; step = body.next()) {
      this.#keep(step.value.promise);
      if (step.value.item !== undefined) yield step.value.item;
    }
    return step.value;
  }

  async *#runAsyncSteps(id: number): AsyncGenerator {
    const body = this.#body(id);
    let step = body.next();
    while (step.done !== true) {
      if (step.value.item !== undefined) yield step.value.item;
      step = (await this.#await(body, step.value.promise)) as typeof step;
    }
    return step.value;
  }

  async #wait(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await undefined;
  }

  #keep(promise: unknown): void {
    if (types.isPromise(promise)) this.#pending.push(promise.catch(() => {}));
  }
}
