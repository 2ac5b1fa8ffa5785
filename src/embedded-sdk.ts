import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { TracerProvider } from '@opentelemetry/api';
import { CallMonitorSpanProcessor } from '../exporters/span-processor.js';
import type { RecordedSpan } from '../exporters/span-types.js';
import { hasCode } from './database/files.js';
import type { EmbeddedSdk } from './intercept/tracer-source.js';
import { PrivateTracer } from './private-tracer.js';
import { RandomIds } from './random-ids.js';

const require = createRequire(import.meta.url);

/** The packages that have a tracer provider, and its name there: 2.x, and its successor. */
const SDKS = [
  ['@opentelemetry/sdk-trace-base', 'BasicTracerProvider'],
  ['@opentelemetry/sdk-trace', 'TracerProvider'],
] as const;

type Resource = RecordedSpan['resource'];

const NO_RESOURCE: Resource = { attributes: {} };

type ProviderClass = new (config: object) => TracerProvider;

/**
 * The provider for programs that registered none: private, with our processor alone, so that nothing global gets
 * in the way of an SDK that comes later. `undefined`, and a line that says what to install, when there is no SDK.
 * @throws EMFILE while no file can be opened
 */
export function startEmbeddedSdk(): EmbeddedSdk | undefined {
  assertFilesCanBeOpened();
  const Provider = findProviderClass();
  if (Provider === undefined) {
    process.emitWarning(
      'no OpenTelemetry SDK is installed, so nothing is recorded: npm install @opentelemetry/sdk-trace-base',
      { type: 'callmonitor' },
    );
    return undefined;
  }
  const processor = new CallMonitorSpanProcessor();
  const ids = new RandomIds();
  const resource = detectResource();
  return {
    provider: new Provider({ spanProcessors: [processor], idGenerator: ids, ...(resource && { resource }) }),
    privateTracer: isSampled()
      ? undefined
      : new PrivateTracer({ processor, ids, resource: resource ?? NO_RESOURCE }),
  };
}

/** Whether the environment has the SDK choose the spans: then it has to be asked. */
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
function detectResource(): Resource | undefined {
  for (const [name] of SDKS) {
    const resources = tryRequire('@opentelemetry/resources', requireFrom(name));
    if (resources === undefined) continue;
    const { defaultResource, detectResources, envDetector } = resources as unknown as ResourcesPackage;
    return defaultResource().merge(detectResources({ detectors: [envDetector] }));
  }
  return undefined;
}

interface ResourcesPackage {
  defaultResource(): { merge(other: unknown): Resource };
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
