import {
  type Context,
  type ContextManager,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { Attempts } from '../model/attempts.js';
import { PACKAGE } from '../model/package-info.js';
import { type ActiveContext, OwnContext, RegisteredContext, registered } from './active-context.js';

/** What starts spans. */
export type SpanStarter = Pick<Tracer, 'startSpan'>;

/** What a span is started with. */
export interface Tracing {
  readonly tracer: SpanStarter;
  readonly context: ActiveContext;
  /** Whether nobody but us sees its spans: they are the embedded default's, and no context of the program has them. */
  readonly isPrivate: boolean;
}

/** What serves when the program registered no provider. What it throws is tried again. */
export interface Embedded {
  /** Starts spans that nobody but us sees; `undefined` where the provider has to. */
  privateTracer(): SpanStarter | undefined;
  /** `undefined` where there can be none. */
  provider(): TracerProvider | undefined;
}

/** The global provider stands for the one that is registered, if one is. */
type GlobalProvider = TracerProvider & {
  getDelegateTracer?(name: string): Tracer | undefined;
};

/**
 * The tracer in force: of the provider that was set here, else of the one that the program registered, else of the
 * embedded default. Looked up for each call, so that an SDK that is registered later takes over.
 */
export class TracerSource {
  readonly #embedded: Embedded;
  readonly #ownContext = new OwnContext();
  #explicit: TracerProvider | undefined;
  readonly #attempts = new Attempts();
  /** What the present tracing was found from. */
  #provider: TracerProvider | undefined;
  #manager: ContextManager | undefined;
  #isFound = false;
  #tracing: Tracing | undefined;

  constructor(embedded: Embedded) {
    this.#embedded = embedded;
  }

  /** Has spans come from a provider of the program's choice; `undefined`: from the registered one again. */
  setTracerProvider(provider: TracerProvider | undefined): void {
    this.#explicit = provider;
    this.#forget();
  }

  /**
   * `undefined` when there is neither an SDK nor an embedded default.
   * @throws what the embedded default throws; it is tried again when it is next asked for
   */
  current(): Tracing | undefined {
    const { trace: global, context: manager } = registered();
    const provider = this.#explicit ?? global?.getDelegate?.() ?? global;
    if (provider !== this.#provider || manager !== this.#manager) {
      this.#forget();
      this.#provider = provider;
      this.#manager = manager;
    }
    if (!this.#isFound && this.#attempts.areLeft) {
      this.#attempts.begin();
      this.#tracing = this.#find(this.#explicit ?? trace.getTracerProvider(), manager);
      this.#isFound = true;
    }
    return this.#tracing;
  }

  /** The context that is active now, wherever it is kept; asking for it starts nothing. */
  get activeContext(): Context {
    return registered().context?.active() ?? this.#ownContext.active();
  }

  #forget(): void {
    this.#tracing = undefined;
    this.#isFound = false;
    this.#attempts.reset();
  }

  #find(global: GlobalProvider, manager: ContextManager | undefined): Tracing | undefined {
    const isRegistered =
      global.getDelegateTracer === undefined || global.getDelegateTracer(PACKAGE.name) !== undefined;
    const isPrivate = !isRegistered && manager === undefined;
    const context = manager === undefined ? this.#ownContext : new RegisteredContext(manager);
    const tracer =
      (isPrivate ? this.#embedded.privateTracer() : undefined) ??
      tracerOf(isRegistered ? global : this.#embedded.provider());
    return tracer && { tracer, context, isPrivate };
  }
}

function tracerOf(provider: TracerProvider | undefined): SpanStarter | undefined {
  return provider?.getTracer(PACKAGE.name, PACKAGE.version);
}
