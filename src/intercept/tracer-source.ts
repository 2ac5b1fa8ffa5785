import {
  type Context,
  type ContextManager,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { PACKAGE } from '../model/package-info.js';
import { now } from '../model/timers.js';
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

/** What serves when the program registered no provider. */
export interface EmbeddedSdk {
  readonly provider: TracerProvider;
  /** Starts spans that nobody but us sees; default: the provider's tracer does. */
  readonly privateTracer: SpanStarter | undefined;
}

/** `undefined` when there can be none. */
export type StartEmbedded = () => EmbeddedSdk | undefined;

/** The global provider stands for the one that is registered, if one is. */
type GlobalProvider = TracerProvider & {
  getDelegateTracer?(name: string): Tracer | undefined;
};

/** An SDK that could not be started so often is tried again only after a while. */
const MOST_ATTEMPTS = 10;
const RETRY_AFTER_MS = 1000;

/**
 * The tracer in force: of the provider that was set here, else of the one that the program registered, else of the
 * embedded default. Looked up for each call, so that an SDK that is registered later takes over.
 */
export class TracerSource {
  readonly #startEmbedded: StartEmbedded;
  readonly #ownContext = new OwnContext();
  #explicit: TracerProvider | undefined;
  #embedded: { readonly sdk: EmbeddedSdk | undefined } | undefined;
  #attempts = 0;
  #triedAtMs = 0;
  /** What the present tracing was found from. */
  #provider: TracerProvider | undefined;
  #manager: ContextManager | undefined;
  #isFound = false;
  #tracing: Tracing | undefined;

  constructor(startEmbedded: StartEmbedded) {
    this.#startEmbedded = startEmbedded;
  }

  /** Has spans come from a provider of the program's choice; `undefined`: from the registered one again. */
  setTracerProvider(provider: TracerProvider | undefined): void {
    this.#explicit = provider;
    this.#isFound = false;
  }

  /**
   * `undefined` when there is neither an SDK nor an embedded default.
   * @throws what the embedded default throws; it is tried again when it is next asked for
   */
  current(): Tracing | undefined {
    const { trace: global, context: manager } = registered();
    const provider = this.#explicit ?? global?.getDelegate?.() ?? global;
    if (!this.#isFound || provider !== this.#provider || manager !== this.#manager) {
      this.#tracing = this.#find(this.#explicit ?? trace.getTracerProvider(), manager); // may throw, and is tried again
      this.#isFound = true;
      this.#provider = provider;
      this.#manager = manager;
    }
    return this.#tracing;
  }

  /** The context that is active now, wherever it is kept; asking for it starts nothing. */
  get activeContext(): Context {
    return registered().context?.active() ?? this.#ownContext.active();
  }

  #find(global: GlobalProvider, manager: ContextManager | undefined): Tracing | undefined {
    const isRegistered =
      global.getDelegateTracer === undefined || global.getDelegateTracer(PACKAGE.name) !== undefined;
    const embedded = isRegistered ? undefined : this.#embeddedSdk();
    const provider = isRegistered ? global : embedded?.provider;
    if (provider === undefined) return undefined;
    const context = manager === undefined ? this.#ownContext : new RegisteredContext(manager);
    const isPrivate = !isRegistered && manager === undefined;
    const own = isPrivate ? embedded?.privateTracer : undefined;
    return { tracer: own ?? provider.getTracer(PACKAGE.name, PACKAGE.version), context, isPrivate };
  }

  #embeddedSdk(): EmbeddedSdk | undefined {
    if (
      this.#embedded === undefined &&
      (this.#attempts < MOST_ATTEMPTS || now() - this.#triedAtMs >= RETRY_AFTER_MS)
    ) {
      this.#attempts++;
      this.#triedAtMs = now();
      this.#embedded = { sdk: this.#startEmbedded() };
    }
    return this.#embedded?.sdk;
  }
}
