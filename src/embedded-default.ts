import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { TracerProvider } from '@opentelemetry/api';
import { CallMonitorSpanProcessor } from '../exporters/span-processor.js';
import { hasCode } from './database/files.js';
import type { Embedded, SpanStarter } from './intercept/tracer-source.js';
import { PrivateTracer } from './private-tracer.js';
import { processResource } from './process-resource.js';
import { RandomIds } from './random-ids.js';

const require = createRequire(import.meta.url);

/** The packages that have a tracer provider, and its name there: 2.x, and its successor. */
const SDKS = [
  ['@opentelemetry/sdk-trace-base', 'BasicTracerProvider'],
  ['@opentelemetry/sdk-trace', 'TracerProvider'],
] as const;

type ProviderClass = new (config: object) => TracerProvider;

/**
 * For programs that registered no provider: private, with our processor alone, so that nothing global gets in the way
 * of an SDK that comes later. An SDK is loaded where it has a part in it: where a context of the program's shows our
 * spans, or the environment names a sampler.
 */
export class EmbeddedDefault implements Embedded {
  readonly #ids = new RandomIds();
  #processor: CallMonitorSpanProcessor | undefined;
  #tracer: PrivateTracer | undefined;
  #sdk: { readonly provider: TracerProvider | undefined } | undefined;

  privateTracer(): SpanStarter | undefined {
    if (isSampled()) return undefined;
    this.#tracer ??= new PrivateTracer({
      processor: this.#ownProcessor(),
      ids: this.#ids,
      resource: processResource(),
    });
    return this.#tracer;
  }

  /**
   * `undefined`, and a line that says what to install, when there is no SDK.
   * @throws EMFILE while no file can be opened
   */
  provider(): TracerProvider | undefined {
    this.#sdk ??= { provider: this.#startSdk() };
    return this.#sdk.provider;
  }

  #startSdk(): TracerProvider | undefined {
    assertFilesCanBeOpened();
    const Provider = findProviderClass();
    if (Provider === undefined) {
      process.emitWarning(
        'no OpenTelemetry SDK is installed, so nothing is recorded: npm install @opentelemetry/sdk-trace-base',
        { type: 'callmonitor' },
      );
      return undefined;
    }
    const resource = detectResource();
    return new Provider({
      spanProcessors: [this.#ownProcessor()],
      idGenerator: this.#ids,
      ...(resource !== undefined && { resource }),
    });
  }

  /** One for both, so that there is one database. */
  #ownProcessor(): CallMonitorSpanProcessor {
    this.#processor ??= new CallMonitorSpanProcessor();
    return this.#processor;
  }
}

/** Whether the environment has the SDK choose the spans. */
function isSampled(): boolean {
  return (process.env['OTEL_TRACES_SAMPLER'] ?? '') !== '';
}

function findProviderClass(): ProviderClass | undefined {
  for (const [name, exported] of SDKS) {
    const sdk = tryRequire(name, require);
    if (sdk !== undefined) return sdk[exported] as ProviderClass;
  }
  return undefined;
}

/** What `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say, read by the SDK's own package. */
function detectResource(): unknown {
  for (const [name] of SDKS) {
    const resources = tryRequire('@opentelemetry/resources', requireFrom(name));
    if (resources === undefined) continue;
    const { defaultResource, detectResources, envDetector } = resources as unknown as ResourcesPackage;
    return defaultResource().merge(detectResources({ detectors: [envDetector] }));
  }
  return undefined;
}

interface ResourcesPackage {
  defaultResource(): { merge(other: unknown): unknown };
  detectResources(config: { detectors: unknown[] }): unknown;
  readonly envDetector: unknown;
}

function requireFrom(name: string): NodeJS.Require {
  try {
    return createRequire(require.resolve(name));
  } catch {
    return require;
  }
}

function tryRequire(name: string, load: NodeJS.Require): Record<string, unknown> | undefined {
  try {
    return load(name);
  } catch (error) {
    if (hasCode(error, 'MODULE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** A process without file descriptors finds no module, and Node remembers for good that it was not there. */
function assertFilesCanBeOpened(): void {
  closeSync(openSync(fileURLToPath(import.meta.url), 'r'));
}
