import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  type AnyFunction,
  type Call,
  type DB,
  type InterceptOptions,
  intercept,
  load,
  snapshot,
} from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { temporaryFolder } from '../src/handlers/temporary-folder.js';
import { KNOWN_CLASSES } from './known-classes.js';

/** How calls are recorded. */
export interface RecorderOptions {
  readonly layout: 'folders' | 'packed';
  readonly durability?: 'call' | 'batch';
  /** Bytes up to which a packed database has binary values in the log. */
  readonly inlineBytes?: number;
}

/** A line of the log, parsed. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A database that was just written, and its log. */
export interface Recorded {
  readonly db: DB;
  readonly lines: readonly LogLine[];
  readonly text: string;
}

/** Records calls with the real SDK, a database for each time that it is asked. */
export class Recorder {
  readonly #layout: RecorderOptions['layout'];
  readonly #processor: CallMonitorSpanProcessor;

  constructor(t: TestContext, { layout, durability = 'call', inlineBytes = 8 }: RecorderOptions) {
    this.#layout = layout;
    const root = join(temporaryFolder(t), 'db');
    const processor = new CallMonitorSpanProcessor({ root, layout, durability, inlineBytes });
    this.#processor = processor;
    trace.disable();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor as never] }));
    t.after(() => processor.shutdown());
  }

  /** Lets go of what a run that failed has left. */
  begin(): void {
    snapshot();
  }

  /** Ends the database of the calls that were made since the last time, and looks at it. */
  inspect(look: (recorded: Recorded) => void): void {
    const [root] = snapshot();
    assert.ok(root !== undefined, 'no call was recorded');
    const text = readFileSync(join(root, 'calls.ndjson'), 'utf8');
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogLine);
    for (const line of lines) assertValid(line);
    if (this.#layout === 'folders') assertInView(root, text);
    look({ db: load(root, { classes: KNOWN_CLASSES }), lines, text });
    rmSync(root, { recursive: true });
  }

  /** Looks at the database that is being written. */
  peek(look: (db: DB) => void): void {
    void this.#processor.forceFlush();
    look(load(this.#processor.root ?? '', { classes: KNOWN_CLASSES }));
  }

  /** Has a function intercepted once more: it stays the same function of the database. */
  intercept<F extends AnyFunction>(fn: F, options: InterceptOptions): F {
    return intercept(fn, options);
  }
}

/** The lines of one call of a database that has no other. */
export function onlyCall({ db, lines }: Recorded): {
  call: Call;
  input: LogLine;
  output: LogLine | undefined;
} {
  const input = lines.find(({ kind }) => kind === 'input');
  assert.ok(input !== undefined, 'the call was not recorded');
  const call = db.call(String(input['function']), Number(input['invocation']));
  return { call, input, output: lines.find(({ kind }) => kind === 'output') };
}

let validate: ValidateFunction | undefined;

/** Whether the format's schema allows a line. */
function assertValid(line: LogLine): void {
  validate ??= new Ajv2020({ strictTypes: false }).compile(
    JSON.parse(readFileSync('src/database/schema.json', 'utf8')),
  );
  if (!validate(line))
    assert.fail(`${JSON.stringify(validate.errors?.slice(0, 5))} of ${JSON.stringify(line)}`);
}

function assertInView(root: string, text: string): void {
  const dirs = new Map<unknown, string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const { kind, function: name, dir, invocation } = JSON.parse(line) as LogLine;
    if (kind === 'function') dirs.set(name, String(dir));
    if (kind !== 'input' && kind !== 'output') continue;
    const path = join(root, dirs.get(name) ?? '', String(invocation), `${kind}_descriptor.json`);
    assert.equal(readFileSync(path, 'utf8').trimEnd(), line);
  }
}
