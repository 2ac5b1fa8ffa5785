import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Handler } from '../../../src/handlers/handler.js';
import { Registry, registry } from '../../../src/handlers/registry.js';
import { Matrix, MatrixHandler } from './matrix-handler.js';

class SparseMatrix extends Matrix {}

class ObjectHandler extends Handler<object> {
  save(): void {}
  load(): void {}
}
class SparseHandler extends ObjectHandler {}
class MapHandler extends ObjectHandler {}

function boom(): never {
  throw new Error('code of the program ran');
}

test('Registry.find() gives the handler of the most derived type, whatever was added first', () => {
  const handlers = new Registry();
  handlers.add(SparseMatrix, SparseHandler);
  handlers.add(Matrix, MatrixHandler);
  handlers.add(Map, MapHandler);

  assert.equal(handlers.find(new Matrix([])), MatrixHandler);
  assert.equal(handlers.find(new SparseMatrix([])), SparseHandler);
  assert.equal(handlers.find(new (class extends SparseMatrix {})([])), SparseHandler);
  assert.equal(handlers.find(new Map()), MapHandler);
  assert.equal(handlers.find({ rows: [] }), undefined);
  assert.equal(handlers.find(Object.create(null)), undefined);
  assert.equal(handlers.find(Matrix.prototype), undefined);
});

test('Registry.find() sees what was added after it looked', () => {
  const handlers = new Registry();
  handlers.add(Matrix, MatrixHandler);
  const sparse = new SparseMatrix([]);

  assert.equal(handlers.find(sparse), MatrixHandler);
  handlers.add(SparseMatrix, SparseHandler);
  assert.equal(handlers.find(sparse), SparseHandler);
});

test('Registry.find() asks predicates after types, in their order', () => {
  const handlers = new Registry();
  const asked: string[] = [];
  const answer = (name: string, result: boolean) => () => {
    asked.push(name);
    return result;
  };
  handlers.add(answer('first', false), ObjectHandler);
  handlers.add(answer('second', true), SparseHandler);
  handlers.add(answer('third', true), MapHandler);
  handlers.add(Matrix, MatrixHandler);

  assert.equal(handlers.find(new Matrix([])), MatrixHandler);
  assert.deepEqual(asked, []);
  assert.equal(handlers.find({}), SparseHandler);
  assert.deepEqual(asked, ['first', 'second']);
});

test('Registry.find() takes a predicate that throws for one that does not match', () => {
  const handlers = new Registry();
  const errors: unknown[] = [];
  handlers.onError = (error) => errors.push(error);
  handlers.add(() => boom(), ObjectHandler);
  handlers.add((value) => 'rows' in value, SparseHandler);

  assert.equal(handlers.find({ rows: [] }), SparseHandler);
  assert.equal(handlers.find({}), undefined);
  assert.deepEqual(errors.map(String), Array(2).fill('Error: code of the program ran'));
});

test('Registry.find() runs neither traps nor getters', () => {
  const handlers = new Registry();
  handlers.add(Matrix, MatrixHandler);
  const trap = new Proxy(Matrix.prototype, {
    get: boom,
    getPrototypeOf: boom,
    getOwnPropertyDescriptor: boom,
  });
  class Guarded extends Matrix {
    static override get [Symbol.hasInstance](): never {
      return boom();
    }
    get rowCount(): never {
      return boom();
    }
  }
  Object.defineProperty(Guarded.prototype, 'constructor', { get: boom });

  assert.equal(handlers.find(Object.create(trap)), undefined);
  assert.equal(handlers.find(Object.create(Object.create(trap))), undefined);
  assert.equal(handlers.find(new Guarded([])), MatrixHandler);
});

test('Registry.add() replaces the handler of the same type or predicate', () => {
  const handlers = new Registry();
  const isRowed = (value: object) => 'rows' in value;
  handlers.add(Matrix, MatrixHandler);
  handlers.add(isRowed, ObjectHandler);

  handlers.add(Matrix, class MatrixHandler extends ObjectHandler {});
  handlers.add(Matrix, SparseHandler);
  handlers.add(isRowed, MapHandler);

  assert.equal(handlers.find(new Matrix([])), SparseHandler);
  assert.equal(handlers.find({ rows: [] }), MapHandler);
  assert.deepEqual([...handlers.handlers()], [SparseHandler, MapHandler]);
});

function OldMatrix() {}
function Tensor() {}
Tensor.prototype.rank = () => 0;
function isRowed(value: object) {
  return 'rows' in value;
}
function view() {}
view.prototype.get = () => 0;
const methods = { isRowed: (value: object) => 'rows' in value, Rowed: (value: object) => 'rows' in value };
class lower {}

const KINDS: [title: string, key: unknown, value: object][] = [
  ['an arrow function as a predicate', methods.Rowed, { rows: [] }],
  ['a method as a predicate', { Rowed: (value: object) => 'rows' in value }.Rowed, { rows: [] }],
  ['a built-in function as a predicate', Array.isArray, []],
  ['a plain function in lower case as a predicate', isRowed, { rows: [] }],
  ['a class as a type', Matrix, new Matrix([])],
  ['a class in lower case as a type', lower, new lower()],
  ['a built-in class as a type', Map, new Map()],
  ['a plain function in upper case as a type', OldMatrix, Object.create(OldMatrix.prototype)],
  ['a plain function with methods as a type', Tensor, Object.create(Tensor.prototype)],
  ['a plain function in lower case with methods as a type', view, Object.create(view.prototype)],
];

type Add = (key: unknown, handler: unknown) => void;

function addTo(handlers: Registry): Add {
  return handlers.add.bind(handlers) as Add;
}

for (const [title, key, value] of KINDS) {
  test(`Registry.add() takes ${title}`, () => {
    const handlers = new Registry();

    addTo(handlers)(key, ObjectHandler);

    assert.equal(handlers.find(value), ObjectHandler);
    assert.equal(handlers.find(new Date()), undefined);
  });
}

const BAD: [title: string, key: unknown, handler: unknown, message: RegExp][] = [
  ['no type', undefined, ObjectHandler, /a type or a predicate, got undefined/],
  ['a name for a type', 'Matrix', ObjectHandler, /a type or a predicate, got 'Matrix'/],
  ['an async predicate', async () => true, ObjectHandler, /returns a boolean, got \[AsyncFunction/],
  [
    'a generator for a predicate',
    function* is() {},
    ObjectHandler,
    /returns a boolean, got \[GeneratorFunction/,
  ],
  ['no handler', Matrix, undefined, /a named subclass of Handler, got undefined/],
  ['an instance of a handler', Matrix, new ObjectHandler({}, '0'), /subclass of Handler, got ObjectHandler/],
  ['a class that is no handler', Matrix, Map, /subclass of Handler, got \[Function: Map\]/],
  ['a function for a handler', Matrix, () => {}, /subclass of Handler, got \[Function/],
  [
    'a handler without a name',
    Matrix,
    (() => class extends ObjectHandler {})(),
    /a named subclass of Handler/,
  ],
  [
    'a second handler of a name',
    Map,
    class ObjectHandler extends SparseHandler {},
    /got a second ObjectHandler/,
  ],
];

for (const [title, key, handler, message] of BAD) {
  test(`Registry.add() refuses ${title}`, () => {
    const handlers = new Registry();
    handlers.add(Set, ObjectHandler);

    assert.throws(() => addTo(handlers)(key, handler), { name: 'TypeError', message });
    assert.equal(String(handlers), 'Registry {\n  Set → ObjectHandler\n}');
  });
}

test('Registry.byName() finds a handler of a type or of a predicate', () => {
  const handlers = new Registry();
  handlers.add(Matrix, MatrixHandler);
  handlers.add((value) => 'rows' in value, ObjectHandler);

  assert.equal(handlers.byName('MatrixHandler'), MatrixHandler);
  assert.equal(handlers.byName('ObjectHandler'), ObjectHandler);
  assert.equal(handlers.byName('toString'), undefined);
});

test('Registry shows its types and handlers', () => {
  const handlers = new Registry();
  assert.equal(String(handlers), 'Registry {}');

  handlers.add(Matrix, MatrixHandler);
  handlers.add(isRowed, ObjectHandler);
  handlers.add(
    (
      () => () =>
        false
    )(),
    SparseHandler,
  );

  const shown =
    'Registry {\n  Matrix → MatrixHandler\n  isRowed → ObjectHandler\n  <anonymous> → SparseHandler\n}';
  assert.equal(String(handlers), shown);
  assert.equal(inspect(handlers), shown);
});

test('registry is empty until something is added', () => {
  assert.equal(registry.find(new Matrix([])), undefined);
  assert.equal(String(registry), 'Registry {}');
});
