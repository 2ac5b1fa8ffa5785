// Records calls with secrets in every place, and leaves its spans and what was said of it beside the database.
import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { context, DiagLogLevel, diag, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { intercept, registry, settings } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { type Intercept, type Redact, SECRET_PLACES, type SecretPlace } from '../secrets/places.js';
import { allSecrets, LONGEST_TEXT, secretOf } from '../secrets/secret.js';
import { Matrix, MatrixHandler } from './kept-matrix.js';

const [layout = 'folders', mode = 'on', umask = '022'] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));
const said: string[] = [];
const say = (...words: unknown[]) => void said.push(words.map((word) => inspect(word)).join(' '));
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say }, DiagLogLevel.WARN);
settings.set({
  root: 'call-monitor',
  redact: mode === 'off' ? false : [],
  limits: { maxStringLength: LONGEST_TEXT },
});
registry.add(Matrix, MatrixHandler);

const exported = new InMemorySpanExporter();
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({
    'service.name': 'keeps-secrets',
    'process.command_args': [
      'node',
      'app.js',
      '--password',
      secretOf('resource argv'),
      `--token=${secretOf('resource word')}`,
    ],
    'process.command': `node app.js --api-key=${secretOf('resource command')}`,
    'db.url': `postgres://app:${secretOf('resource url')}@db/app`,
    'app.client_secret': secretOf('resource key'),
  }),
  spanProcessors: [
    new SimpleSpanProcessor(exported),
    new CallMonitorSpanProcessor({
      layout: layout === 'packed' ? 'packed' : 'folders',
      spans: 'all',
      inlineBytes: 16,
    }),
  ],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

for (const place of SECRET_PLACES) record(place);
recordSpan();
await provider.forceFlush();
const spans = exported.getFinishedSpans().map(shown);
await provider.shutdown();
process.umask(0o022);
writeFileSync('spans.json', JSON.stringify(spans));
writeFileSync('said.txt', said.join('\n'));
writeFileSync('secrets.json', JSON.stringify([...allSecrets()]));

function record({ name, redact, call }: SecretPlace): void {
  const secret = secretOf(name);
  const withRules: Intercept = (fn, kept = {}) =>
    intercept(fn, { ...kept, argsAfter: true, ...rulesOf(redact) });
  try {
    call(secret, withRules);
  } catch {}
}

function rulesOf(redact: Redact | undefined): { redact?: Redact | false } {
  if (mode === 'off') return { redact: false };
  return redact === undefined ? {} : { redact };
}

/** A span of another instrumentation, with secrets wherever a span says something. */
function recordSpan(): void {
  const span = trace.getTracer('http').startSpan(`GET https://u:${secretOf('span name')}@h/`);
  span.setAttribute('http.request.header.authorization', [`Bearer ${secretOf('span header')}`]);
  span.setAttribute(
    'url.full',
    `https://u:${secretOf('span url')}@h/?access_token=${secretOf('span query')}`,
  );
  span.setAttribute('db.password', secretOf('span password'));
  span.setAttribute('process.command_args', ['--password', secretOf('span argv')]);
  span.addEvent(`login with token=${secretOf('span event name')}`, { password: secretOf('span event') });
  span.recordException(new Error(`refused: https://u:${secretOf('span exception')}@h`));
  span.setStatus({ code: SpanStatusCode.ERROR, message: `password=${secretOf('span status')}` });
  span.end();
}

/** Only spans of ours: what another instrumentation exports is its own affair. */
function shown({
  name,
  attributes,
  events,
  status,
  links,
  instrumentationScope,
}: ReturnType<InMemorySpanExporter['getFinishedSpans']>[number]): object {
  return instrumentationScope.name === 'http' ? {} : { name, attributes, events, status, links };
}
