import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { intercept } from 'callmonitor';
import { thrownBy } from './bare-and-intercepted.js';
import { TestSdk } from './tracing.js';

const sdk = new TestSdk();
const KEY = Symbol('key');

class Mesh {
  static #made = 0;
  #cells = 1;

  @intercept
  refine(n: number): number {
    this.#cells *= n;
    return this.#cells;
  }

  @intercept({ name: 'Mesh.slice' })
  static cut(n: number): number {
    // biome-ignore lint/complexity/noThisInStatic: that is what is tested
    this.#made += n;
    return Mesh.#made;
  }

  @intercept static make(): Mesh {
    return new this();
  }

  @intercept get size(): number {
    return this.#cells;
  }

  @intercept set size(n: number) {
    this.#cells = n;
  }

  @intercept
  accessor level = 1;

  @intercept({ name: 'both' })
  accessor pair = 1;

  @intercept
  label = (text: string): string => `${text} ${this.#cells}`;

  @intercept static origin = (): string => 'origin';

  @intercept
  [KEY](): string {
    return 'symbol';
  }

  @intercept
  #inner(): string {
    return 'private';
  }

  @intercept
  static #hidden(): string {
    return 'private static';
  }

  @intercept
  async load(): Promise<number> {
    return this.#cells;
  }

  @intercept
  *[Symbol.iterator](): Generator<number> {
    yield this.#cells;
  }

  callInner(): string {
    return this.#inner();
  }

  static callHidden(): string {
    return Mesh.#hidden();
  }
}

class Grid extends Mesh {
  override refine(n: number): number {
    return super.refine(n) + 1;
  }
}

class Sheet extends Mesh {}

class Detached {
  @intercept
  method(): string {
    return typeof this;
  }
}

describe('@intercept, standard, records', () => {
  const cases: Array<{ title: string; run: (mesh: Mesh) => unknown; result: unknown; names: string[] }> = [
    { title: 'a method', run: (mesh) => mesh.refine(2), result: 2, names: ['Mesh.refine'] },
    { title: 'a static method, by the name given', run: () => Mesh.cut(3), result: 3, names: ['Mesh.slice'] },
    { title: 'a static method', run: () => Mesh.make() instanceof Mesh, result: true, names: ['Mesh.make'] },
    { title: 'a getter', run: (mesh) => mesh.size, result: 1, names: ['Mesh.size.get'] },
    {
      title: 'a setter',
      run: (mesh) => Reflect.set(mesh, 'size', 4),
      result: true,
      names: ['Mesh.size.set'],
    },
    { title: 'an accessor, read', run: (mesh) => mesh.level, result: 1, names: ['Mesh.level.get'] },
    {
      title: 'an accessor, set',
      run: (mesh) => Reflect.set(mesh, 'level', 2),
      result: true,
      names: ['Mesh.level.set'],
    },
    { title: 'an accessor by the name given', run: (mesh) => mesh.pair, result: 1, names: ['both.get'] },
    {
      title: 'its other half',
      run: (mesh) => Reflect.set(mesh, 'pair', 2),
      result: true,
      names: ['both.set'],
    },
    { title: 'a field', run: (mesh) => mesh.label('x'), result: 'x 1', names: ['Mesh.label'] },
    { title: 'a static field', run: () => Mesh.origin(), result: 'origin', names: ['Mesh.origin'] },
    { title: 'a symbol', run: (mesh) => mesh[KEY](), result: 'symbol', names: ['Mesh.[key]'] },
    { title: 'a private method', run: (mesh) => mesh.callInner(), result: 'private', names: ['Mesh.#inner'] },
    {
      title: 'a private static',
      run: () => Mesh.callHidden(),
      result: 'private static',
      names: ['Mesh.#hidden'],
    },
    { title: 'an async method', run: (mesh) => mesh.load(), result: 1, names: ['Mesh.load'] },
    { title: 'a generator', run: (mesh) => [...mesh].length, result: 1, names: ['Mesh.[Symbol.iterator]'] },
    { title: 'super', run: () => new Grid().refine(2), result: 3, names: ['Mesh.refine'] },
  ];
  for (const { title, run, result, names } of cases) {
    it(`${title}: ${names}`, async () => {
      const mesh = new Mesh();
      let got: unknown;
      const seen = await sdk.namesIn(async () => {
        got = await run(mesh);
      });
      assert.equal(got, result);
      assert.deepEqual(seen, names);
    });
  }

  const inherited: Record<string, (sheet: Sheet) => unknown> = {
    'Mesh.refine': (sheet) => sheet.refine(1),
    'Mesh.#inner': (sheet) => sheet.callInner(),
    'Mesh.label': (sheet) => sheet.label(''),
    'Mesh.level.get': (sheet) => sheet.level,
    'Mesh.make': () => Sheet.make(),
  };
  for (const [name, run] of Object.entries(inherited)) {
    it(`by the class that declares it, for an object of a subclass: ${name}`, async () => {
      assert.deepEqual(await sdk.namesIn(() => run(new Sheet())), [name]);
    });
  }

  it('a method that was called without its object first', async () => {
    const { method } = new Detached();
    assert.deepEqual(await sdk.namesIn(() => Reflect.apply(method, undefined, [])), ['Detached.method']);
  });

  it('a field of each object, by one name and without a warning', async () => {
    const meshes = [new Mesh(), new Mesh(), new Sheet()];
    assert.deepEqual(
      await sdk.namesIn(() => meshes.map((mesh) => mesh.label('x'))),
      meshes.map(() => 'Mesh.label'),
    );
  });

  it('where it stands', () => {
    new Mesh().refine(1);
    const { attributes } = sdk.span('Mesh.refine');
    assert.match(String(attributes['code.file.path']), /decorators\.test\.(ts|js)$/);
  });
});

describe('@intercept, standard, on a class', () => {
  @intercept
  class Solver {
    static count = 0;
    static step() {
      return ++Solver.count;
    }
    constructor(readonly n: number) {
      if (new.target === Solver && n < 0) throw new TypeError('abstract');
    }
    clone() {
      return new Solver(this.n + 1);
    }
  }
  @intercept({ name: 'exact' })
  class Exact extends Solver {}

  it('records its constructions, by its own code too', async () => {
    assert.deepEqual(await sdk.namesIn(() => new Solver(1).clone()), ['Solver', 'Solver']);
  });
  it('takes options, and keeps what extends it', async () => {
    let exact: unknown;
    assert.deepEqual(
      await sdk.namesIn(() => {
        exact = new Exact(2);
      }),
      ['Solver', 'exact'],
    );
    assert.ok(exact instanceof Exact && exact instanceof Solver && exact.constructor === Exact);
  });
  it('keeps name, statics and new.target', () => {
    assert.equal(Solver.name, 'Solver');
    assert.equal(Solver.step(), 1);
    assert.equal(Solver.step.call(Solver), 2);
    assert.ok(thrownBy(() => new Solver(-1)) instanceof TypeError);
    assert.ok(new (class Open extends Solver {})(-1) instanceof Solver);
  });
});

describe('@intercept refuses', () => {
  it('options that there are not', () => {
    assert.throws(() => intercept({ nmae: 'x' } as never), /Unknown option 'nmae'.*expected one of name/);
  });
  it('what is no class', () => {
    assert.throws(() => (intercept({}) as (x: unknown) => void)(5), /Expected a class or a member.*got 5/);
  });
});
