import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { intercept } from 'callmonitor';

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);
const KEY = Symbol('key');

class Mesh {
  #cells = 1;

  @intercept
  refine(n: number): number {
    this.#cells *= n;
    return this.#cells;
  }

  @intercept({ name: 'Mesh.slice' })
  static cut(n: number): number {
    return n;
  }

  @intercept
  static make(): Mesh {
    return new this();
  }

  @intercept
  get size(): number {
    return this.#cells;
  }

  set size(n: number) {
    this.#cells = n;
  }

  @intercept({ name: 'both' })
  get pair(): number {
    return this.#cells;
  }

  set pair(n: number) {
    this.#cells = n;
  }

  @intercept
  [KEY](): string {
    return 'symbol';
  }
}

class Sheet extends Mesh {}

@intercept
class Solver {
  constructor(readonly n: number) {
    if (new.target === Solver && n < 0) throw new TypeError('abstract');
  }
}

@intercept({ name: 'exact' })
class Exact extends Solver {}

function namesIn(work: () => unknown): string[] {
  exporter.reset();
  work();
  return exporter.getFinishedSpans().map(({ name }) => name);
}

describe('@intercept, legacy, records', () => {
  const cases: Array<{ title: string; run: (mesh: Mesh) => unknown; names: string[] }> = [
    { title: 'a method', run: (mesh) => mesh.refine(2), names: ['Mesh.refine'] },
    { title: 'a method of a subclass’s object', run: () => new Sheet().refine(2), names: ['Mesh.refine'] },
    { title: 'a static method, by the name given', run: () => Mesh.cut(3), names: ['Mesh.slice'] },
    { title: 'a static method of a subclass', run: () => Sheet.make(), names: ['Mesh.make'] },
    { title: 'a getter', run: (mesh) => mesh.size, names: ['Mesh.size.get'] },
    { title: 'a setter', run: (mesh) => Reflect.set(mesh, 'size', 4), names: ['Mesh.size.set'] },
    { title: 'a pair by the name given', run: (mesh) => (mesh.pair += 1), names: ['both.get', 'both.set'] },
    { title: 'a symbol', run: (mesh) => mesh[KEY](), names: ['Mesh.[key]'] },
    { title: 'a class', run: () => new Solver(1), names: ['Solver'] },
    { title: 'a class with options, and its base', run: () => new Exact(1), names: ['Solver', 'exact'] },
  ];
  for (const { title, run, names } of cases) {
    it(`${title}: ${names}`, () =>
      assert.deepEqual(
        namesIn(() => run(new Mesh())),
        names,
      ));
  }

  it('where it stands', () => {
    new Mesh().refine(1);
    const span = exporter.getFinishedSpans().at(-1);
    assert.match(String(span?.attributes['code.file.path']), /legacy-decorators\.test\.(ts|js)$/);
  });
});

describe('@intercept, legacy, keeps', () => {
  it('a class as it knows itself', () => {
    assert.throws(() => new Solver(-1), TypeError);
    assert.ok(new (class Open extends Solver {})(-1) instanceof Solver);
    assert.equal(Solver.name, 'Solver');
    assert.equal(new Exact(1).constructor, Exact);
  });

  it('the attributes of a property', () => {
    const { writable, enumerable, configurable } =
      Object.getOwnPropertyDescriptor(Mesh.prototype, 'refine') ?? {};
    assert.deepEqual([writable, enumerable, configurable], [true, false, true]);
  });
});

describe('@intercept, legacy, refuses', () => {
  it('a field, which has no function yet', () => {
    assert.throws(
      () => (intercept as (...args: unknown[]) => void)(Mesh.prototype, 'label', undefined),
      /Expected a method or an accessor for @intercept, got the property Mesh\.label/,
    );
  });
});
