import {
  type Context,
  type ContextManager,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { PACKAGE } from '../model/package-info.js';
import { type ActiveContext, OwnContext, RegisteredContext, registeredManager } from './active-context.js';

/** What a span is started with. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly context: ActiveContext;
}

/** Makes the provider that serves when the program registered none; `undefined` when that cannot be. */
export type StartEmbedded = () => TracerProvider | undefined;

/** The global provider stands for the one that is registered, if one is. */
type GlobalProvider = TracerProvider & {
  getDelegate?(): TracerProvider;
  getDelegateTracer?(name: string): Tracer | undefined;
};

/**
 * The tracer in force: of the provider that was set here, else of the one that the program registered, else of the
 * embedded default. Looked up for each call, so that an SDK that is registered later takes over.
 */
export class TracerSource {
  readonly #startEmbedded: StartEmbedded;
  readonly #ownContext = new OwnContext();
  #explicit: TracerProvider | undefined;
  #embedded: { readonly provider: TracerProvider | undefined } | undefined;
  #provider: TracerProvider | undefined;
  #manager: ContextManager | undefined;
  #tracing: Tracing | undefined;

  constructor(startEmbedded: StartEmbedded) {
    this.#startEmbedded = startEmbedded;
  }

  /** Has spans come from a provider of the program's choice; `undefined`: from the registered one again. */
  setTracerProvider(provider: TracerProvider | undefined): void {
    this.#explicit = provider;
    this.#provider = undefined;
  }

  /** `undefined` when there is neither an SDK nor an embedded default. */
  current(): Tracing | undefined {
    const global: GlobalProvider = this.#explicit ?? trace.getTracerProvider();
    const provider = global.getDelegate?.() ?? global;
    const manager = registeredManager();
    if (provider !== this.#provider || manager !== this.#manager) {
      this.#provider = provider;
      this.#manager = manager;
      this.#tracing = this.#find(global, manager);
    }
    return this.#tracing;
  }

  /** The context that is active now, wherever it is kept; asking for it starts nothing. */
  get activeContext(): Context {
    return registeredManager()?.active() ?? this.#ownContext.active();
  }

  #find(global: GlobalProvider, manager: ContextManager | undefined): Tracing | undefined {
    const isRegistered =
      global.getDelegateTracer === undefined || global.getDelegateTracer(PACKAGE.name) !== undefined;
    const provider = isRegistered ? global : this.#embeddedProvider();
    const context = manager === undefined ? this.#ownContext : new RegisteredContext(manager);
    return provider && { tracer: provider.getTracer(PACKAGE.name, PACKAGE.version), context };
  }

  #embeddedProvider(): TracerProvider | undefined {
    this.#embedded ??= { provider: this.#startEmbedded() };
    return this.#embedded.provider;
  }
}
