import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { intercept } from 'callmonitor';
import { TestSdk } from './tracing.js';

const sdk = new TestSdk();
const warnings: string[] = [];
const ignore = () => {};
diag.setLogger(
  {
    warn: (message) => void warnings.push(message),
    error: ignore,
    info: ignore,
    debug: ignore,
    verbose: ignore,
  },
  DiagLogLevel.WARN,
);

describe('a function is recorded', () => {
  it('as ~2 and ~3, with a warning, where different functions share a name', async () => {
    const first = intercept(() => 1, { name: 'shared' });
    const second = intercept(() => 2, { name: 'shared' });
    const third = intercept(() => 3, { name: 'shared' });
    assert.deepEqual(await sdk.namesIn(() => [third(), first(), second()]), [
      'shared~3',
      'shared',
      'shared~2',
    ]);
    assert.equal(warnings.filter((message) => message.includes('is called shared already')).length, 2);
  });

  it('by one name when it is made anew in a loop', async () => {
    const made = [1, 2, 3].map((n) =>
      intercept(function again() {
        return n;
      }),
    );
    assert.deepEqual(await sdk.namesIn(() => made.map((f) => f())), ['again', 'again', 'again']);
    const { attributes } = sdk.span('again');
    assert.equal(attributes['callmonitor.location'], 'again/3');
  });

  it('by one name when it is intercepted at two places', async () => {
    const twice = () => 1;
    const here = intercept(twice);
    const there = intercept(twice);
    const again = intercept(here);
    assert.deepEqual(await sdk.namesIn(() => [here(), there(), again()]), ['twice', 'twice', 'twice']);
    assert.equal(sdk.span('twice').attributes['callmonitor.invocation'], 3);
  });

  it('by each of the names that it was given', async () => {
    const many = () => 1;
    const [one, two] = [intercept(many, { name: 'one' }), intercept(many, { name: 'two' })];
    assert.deepEqual(await sdk.namesIn(() => [one(), two()]), ['one', 'two']);
  });

  const nameless: Record<string, () => unknown> = {
    arrow: intercept(
      (
        () => () =>
          1
      )(),
    ),
    'with a getter for a name': intercept(
      Object.defineProperty(() => 1, 'name', { get: () => assert.fail() }),
    ),
  };
  for (const [kind, f] of Object.entries(nameless)) {
    it(`as anonymous without a name (${kind})`, async () => {
      const [name] = await sdk.namesIn(f);
      assert.match(String(name), /^anonymous/);
    });
  }
});
