import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type ContextManager, context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-'));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The real manager, without what it has since 2.12: as an older one, or one of the program's own. */
export class CallbackContextManager extends AsyncLocalStorageContextManager {}
Object.defineProperty(CallbackContextManager.prototype, 'attach', { value: undefined });

interface SdkOptions {
  readonly sampler?: Sampler;
  readonly processors?: SpanProcessor[];
  readonly contextManager?: ContextManager;
}

/** A real SDK that keeps what it exports; registered, in place of the one before. */
export class TestSdk {
  readonly #exporter = new InMemorySpanExporter();
  readonly #provider: BasicTracerProvider;
  readonly #contextManager: ContextManager;

  constructor({ sampler, processors = [], contextManager }: SdkOptions = {}) {
    this.#provider = new BasicTracerProvider({
      ...(sampler === undefined ? {} : { sampler }),
      spanProcessors: [...processors, new SimpleSpanProcessor(this.#exporter)],
    });
    this.#contextManager = (contextManager ?? new AsyncLocalStorageContextManager()).enable();
    this.register();
  }

  register(): void {
    trace.disable();
    context.disable();
    context.setGlobalContextManager(this.#contextManager);
    trace.setGlobalTracerProvider(this.#provider);
  }

  /** The finished spans, in the order of their ends. */
  get spans(): ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  get names(): string[] {
    return this.spans.map(({ name }) => name);
  }

  /** The finished span of a name; the last one. */
  span(name: string): ReadableSpan {
    const found = this.spans.findLast((span) => span.name === name);
    if (found === undefined) throw new Error(`No span of ${name} has ended`);
    return found;
  }

  /** The names of the spans that end in a piece of work. */
  async namesIn(work: () => unknown): Promise<string[]> {
    const before = this.spans.length;
    await work();
    await nextTurn();
    return this.names.slice(before);
  }
}

/** After the turn in which rejections are looked at. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
