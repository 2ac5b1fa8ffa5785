import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  type DB,
  intercept,
  load,
  NotReplayableError,
  ReplayTimeoutError,
  settings,
  snapshot,
} from 'callmonitor';

const folder = mkdtempSync(join(tmpdir(), 'callmonitor-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

class Mesh {
  nodes = Float64Array.of(1, 2, 3);
  refine(times: number) {
    this.nodes = this.nodes.map((node) => node * times);
    return this.nodes.length;
  }
}

/** Records what the program does, and opens it. */
async function recording(
  program: () => unknown,
  classes: readonly [] | readonly [typeof Mesh] = [],
): Promise<DB> {
  settings.set({ root: join(folder, 'db') });
  await program();
  await new Promise(setImmediate);
  return load(snapshot()[0] ?? '', { classes });
}

function scaled(factor: number) {
  return (values: Float64Array) => values.map((value) => value * factor);
}

test('db.replay finds the same code the same, with a result that is there at once', async () => {
  const solve = intercept(function solve(x: number, { n = 1 } = {}) {
    return { sum: x + n };
  });
  const db = await recording(() => solve(2, { n: 3 }));
  const replay = db.replay('solve', 1, solve);
  assert.deepEqual(
    [replay.same, replay.result, replay.diff, replay.call.location],
    [true, { sum: 5 }, [], 'solve/1'],
  );
  assert.equal(db.replay('solve', 1, solve).status, 'ok');
  assert.deepEqual(snapshot(), [], 'nothing of it is recorded');
});

test('db.replay says where another result differs', async () => {
  const scale = intercept(scaled(2), { name: 'scale' });
  const db = await recording(() => scale(Float64Array.of(0, 1)));
  const { same, diff, differing } = db.replay('scale', 1, scaled(2.5));
  assert.deepEqual({ same, differing }, { same: false, differing: 1 });
  assert.deepEqual(
    [diff[0]?.path, diff[0]?.kind, diff[0]?.recorded, diff[0]?.actual],
    ['result', 'elements', 2, 2.5],
  );
  assert.ok(db.replay('scale', 1, scaled(2.5), { rtol: 0.25 }).same);
});

test('db.replay compares what was thrown, and says where nothing was', async () => {
  const check = intercept(
    (x: number) => {
      if (x < 0) throw new RangeError(`got ${x}`);
      return x;
    },
    { name: 'check' },
  );
  const db = await recording(() => {
    assert.throws(() => check(-1));
    check(1);
  });
  const other = (x: number) => {
    throw new RangeError(`got ${-x}`);
  };
  assert.ok(db.replay('check', 1, check).same);
  assert.deepEqual(
    db.replay('check', 1, other).diff.map(({ path }) => path),
    ['error.message'],
  );
  const { status, diff } = db.replay('check', 2, other);
  assert.deepEqual([status, diff[0]?.kind, diff[0]?.path], ['error', 'outcome', 'result']);
  assert.equal(db.replay('check', 1, (x: number) => x).diff[0]?.kind, 'outcome');
});

test('db.replay awaits promises and drives generators to their end', async () => {
  const wait = intercept(async (x: number) => x * 2, { name: 'wait' });
  const count = intercept(function* count(to: number) {
    for (let at = 0; at < to; at++) yield at;
    return to;
  });
  const stream = intercept(async function* stream(to: number) {
    yield to;
    return to + 1;
  });
  const db = await recording(async () => {
    await wait(1);
    for (const _ of count(3));
    for (const at of count(3)) if (at === 1) break;
    for await (const _ of stream(1));
  });
  assert.equal((await db.replay('wait', 1, wait)).result, 2);
  assert.equal((await db.replay('wait', 1, async () => 3)).same, false);
  assert.deepEqual([db.replay('count', 1, count).result, db.replay('count', 1, count).same], [3, true]);
  assert.deepEqual(
    [db.replay('count', 2, count).status, db.replay('count', 2, count).same],
    ['yielded', true],
  );
  assert.equal((await db.replay('stream', 1, stream)).result, 2);
});

test('db.replay gives a promise as long as it was given', async () => {
  const wait = intercept(async (x: number) => x, { name: 'slow' });
  const db = await recording(() => wait(1));
  const forever = db.replay('slow', 1, () => new Promise<number>(() => {}), { timeoutMs: 10 });
  await assert.rejects(
    forever,
    (error) => error instanceof ReplayTimeoutError && /slow\/1 .* 10 ms/.test(error.message),
  );
});

test('db.replay revives the receiver, and says what was changed in it and in the arguments', async () => {
  const refine = intercept(Mesh.prototype.refine, { name: 'Mesh.refine' });
  const push = intercept((list: number[], point: { x: number }) => list.push(++point.x), { name: 'push' });
  const db = await recording(() => {
    refine.call(new Mesh(), 2);
    push([1], { x: 1 });
  }, [Mesh]);
  const { same, mutated } = db.replay('Mesh.refine', 1, refine);
  assert.deepEqual([same, mutated], [true, ['this.nodes']]);
  assert.deepEqual(db.replay('push', 1, push).mutated, ['args[0]', 'args[1].x']);
});

test('db.replay compares the arguments afterwards where they were recorded', async () => {
  const sort = intercept((list: number[]) => void list.sort(), { name: 'sort', argsAfter: true });
  const db = await recording(() => sort([3, 1, 2]));
  assert.ok(db.replay('sort', 1, sort).same);
  const { diff } = db.replay('sort', 1, (list: number[]) => void list.sort().reverse());
  assert.deepEqual(
    diff.map(({ path }) => path),
    ['args_after[0][0]', 'args_after[0][2]'],
  );
});

test('db.replay constructs a class', async () => {
  const Point = intercept(
    class Point {
      constructor(readonly x: number) {}
    },
  );
  const db = await recording(() => new Point(3));
  assert.ok(db.replay('Point', 1, Point).same);
  assert.deepEqual(
    db
      .replay(
        'Point',
        1,
        class Point {
          constructor(readonly y: number) {}
        },
      )
      .diff.map(({ path }) => path),
    ['result.x', 'result.y'],
  );
});

test('db.replay refuses a call of which something was not recorded, and says what', async () => {
  const each = intercept((callbacks: Array<() => void>) => callbacks.length, { name: 'each' });
  const never = intercept(() => new Promise(() => {}), { name: 'never' });
  const refine = intercept(Mesh.prototype.refine, { name: 'refine' });
  const find = intercept(function find(this: unknown) {
    return 1;
  });
  const db = await recording(() => {
    each([() => {}]);
    void never();
    refine.call(new Mesh(), 1);
    find.call({ find });
  });
  const refusal = (why: string) => (error: unknown) =>
    error instanceof NotReplayableError && error.why.includes(why);
  assert.throws(() => db.replay('each', 1, each), refusal('args[0][0]: function without a name'));
  assert.throws(
    () => db.replay('never', 1, never),
    refusal('it never came back, so that there is nothing to compare with'),
  );
  assert.throws(() => db.replay('refine', 1, refine), refusal('this: the class Mesh is not known'));
  assert.throws(() => db.replay('find', 1, find), refusal('this.find: function find'));
  assert.ok(db.replay('find', 1, find, { receiver: { find } }).same);
});

test('db.replay counts what was not captured as not compared', async () => {
  const login = intercept(() => ({ user: 'a', token: Math.random() }), { name: 'login' });
  const silent = intercept(() => Math.random(), { name: 'silent', result: false });
  const db = await recording(() => [login(), silent()]);
  assert.deepEqual([db.replay('login', 1, login).same, db.replay('login', 1, login).notCompared], [true, 1]);
  assert.deepEqual(
    [db.replay('silent', 1, silent).same, db.replay('silent', 1, silent).notCompared],
    [true, 1],
  );
});
