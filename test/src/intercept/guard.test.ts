import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import {
  type Context,
  type ContextManager,
  type DiagLogger,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type InterceptOptions, intercept } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { interceptor } from '../../../src/default-interceptor.js';
import { thrownBy } from './bare-and-intercepted.js';
import { runProgram } from './programs.js';
import { nextTurn, TestSdk, temporaryFolder } from './tracing.js';

const messages: string[] = [];
const keep = (message: string, ...rest: unknown[]) => void messages.push([message, ...rest].join(' '));
const logger: DiagLogger = { error: keep, warn: keep, info: keep, debug: keep, verbose: keep };
const failing: DiagLogger = { ...logger, error: fail, warn: fail };

function fail(): never {
  throw new Error('ours');
}

beforeEach(() => {
  diag.disable();
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  messages.length = 0;
});

function failures(): number {
  return [...interceptor.state.guard.failures.values()].reduce((sum, count) => sum + count, 0);
}

function processor(hooks: Partial<SpanProcessor>): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
    ...hooks,
  };
}

class FailingManager implements ContextManager {
  readonly #fails: ReadonlySet<string>;
  constructor(...fails: string[]) {
    this.#fails = new Set(fails);
  }
  active(): Context {
    if (this.#fails.has('active')) fail();
    return ROOT_CONTEXT;
  }
  attach(): { dispose(): void } {
    if (this.#fails.has('attach')) fail();
    return { dispose: () => (this.#fails.has('dispose') ? fail() : undefined) };
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    _: Context,
    run: F,
    receiver?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    if (this.#fails.has('with')) fail();
    const result = Reflect.apply(run, receiver, args);
    return this.#fails.has('after') ? fail() : result;
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}

interface Failure {
  readonly sdk?: () => unknown;
  readonly options?: InterceptOptions;
}

const FAILURES: Record<string, Failure> = {
  'a `when` that throws': { options: { when: fail } },
  '`attributes` that throw': { options: { attributes: fail } },
  '`attributes` whose getter throws': {
    options: { attributes: (() => Object.defineProperty({}, 'x', { get: fail, enumerable: true })) as never },
  },
  'a redaction that throws': { options: { redact: [fail as never] } },
  'a processor that throws at the start': {
    sdk: () => new TestSdk({ processors: [processor({ onStart: fail })] }),
  },
  'a processor that throws at the end': {
    sdk: () => new TestSdk({ processors: [processor({ onEnd: fail })] }),
  },
  'a sampler that throws': { sdk: () => new TestSdk({ sampler: { shouldSample: fail } }) },
  'a context that cannot be read': {
    sdk: () => new TestSdk({ contextManager: new FailingManager('active') }),
  },
  'a context that cannot be entered': {
    sdk: () => new TestSdk({ contextManager: new FailingManager('attach', 'with') }),
  },
  'a context that cannot be left': {
    sdk: () => new TestSdk({ contextManager: new FailingManager('dispose') }),
  },
  'a context whose callback fails after': {
    sdk: () => new TestSdk({ contextManager: new FailingManager('attach', 'after') }),
  },
};

describe('a failure of ours never reaches the caller:', () => {
  for (const [title, { sdk = () => new TestSdk(), options = {} }] of Object.entries(FAILURES)) {
    for (const [kind, log] of [
      ['', logger],
      [', with a diag logger that throws', failing],
    ] as const) {
      it(title + kind, async () => {
        sdk();
        diag.setLogger(log, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
        const before = failures();
        const error = new Error("the program's");
        let runs = 0;
        const named = { ...options, name: `${title}${kind}` };
        const f = intercept((x: object) => {
          runs++;
          return x;
        }, named);
        const throws = intercept(() => {
          throw error;
        }, named);
        const waits = intercept(async (x: object) => x, named);
        const Mesh = intercept(
          class Mesh {
            constructor(readonly x: object) {}
          },
          named,
        );
        const count = intercept(function* (x: object) {
          yield x;
        }, named);
        const x = { token: 1 };
        assert.equal(f(x), x);
        assert.equal(runs, 1);
        assert.equal(thrownBy(throws), error);
        assert.equal(await waits(x), x);
        assert.equal(new Mesh(x).x, x);
        assert.deepEqual([...count(x)], [x]);
        await nextTurn();
        if (!title.includes('redaction')) assert.ok(failures() > before, 'it is counted');
      });
    }
  }

  it('it is said once for each kind, then only counted', () => {
    new TestSdk();
    const f = intercept(() => 1, { name: 'said once', attributes: fail });
    f();
    f();
    const ofKind = [...interceptor.state.guard.failures.keys()];
    assert.ok(ofKind.includes("a call's own attributes"));
    assert.ok(messages.length <= 1);
  });

  it('a call whose `attributes` fail is recorded all the same, one whose `when` fails is not', async () => {
    const sdk = new TestSdk();
    const names = await sdk.namesIn(() => {
      intercept(() => 1, { name: 'attributes fail', attributes: fail })();
      intercept(() => 1, { name: 'when fails', when: fail })();
    });
    assert.deepEqual(names, ['attributes fail']);
  });

  it('a diag logger that throws when a name is taken', () => {
    diag.setLogger(failing, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    intercept(() => 1, { name: 'taken' });
    assert.equal(intercept(() => 2, { name: 'taken' })(), 2);
  });
});

describe('a database that cannot be written never reaches the caller:', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const roots = [join(folder, 'file', 'below'), join(folder, 'a'.repeat(300))];
  for (const root of roots) {
    it(root.slice(0, 60), () => {
      new TestSdk({ processors: [new CallMonitorSpanProcessor({ root })] });
      assert.equal(intercept((x: number) => x + 1, { name: 'unwritable' })(1), 2);
      assert.ok(messages.some((message) => message.includes(root)));
      assert.ok(!existsSync(root));
    });
  }

  it('with the embedded default', () => {
    const { status, stdout } = runProgram('console.log(wrap((x) => x + 1)(1));', {
      folder,
      setup: 'embedded',
      environment: { CALLMONITOR_ROOT: join(folder, 'file', 'below') },
    });
    assert.deepEqual([status, stdout], [0, '2\n']);
  });
});

describe('nothing that is called while recording is recorded:', () => {
  const cases: Record<string, (inner: () => boolean) => InterceptOptions> = {
    when: (inner) => ({ when: inner }),
    attributes: (inner) => ({ attributes: () => ({ x: inner() }) }),
    redact: (inner) => ({ redact: [inner as never] }),
  };
  for (const [title, optionsWith] of Object.entries(cases)) {
    it(title, async () => {
      const sdk = new TestSdk();
      let calls = 0;
      const inner = intercept(() => ++calls > 0, { name: 'inner' });
      const outer = intercept((x: object) => x, { name: 'outer', ...optionsWith(inner) });
      assert.deepEqual(await sdk.namesIn(() => outer({ key: 1 })), ['outer']);
      assert.ok(calls > 0);
    });
  }

  it('a processor', async () => {
    const inner = intercept(() => 1, { name: 'inner' });
    const sdk = new TestSdk({
      processors: [processor({ onStart: () => void inner(), onEnd: () => void inner() })],
    });
    assert.deepEqual(await sdk.namesIn(intercept(() => 2, { name: 'processed' })), ['processed']);
  });

  it('and what comes after is recorded again', async () => {
    const sdk = new TestSdk();
    thrownBy(intercept(fail, { name: 'fails' }));
    intercept(() => 1, { when: fail })();
    assert.deepEqual(await sdk.namesIn(intercept(() => 1, { name: 'after' })), ['after']);
  });
});
