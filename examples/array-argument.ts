// An array as the second positional argument, and as the keyword argument `n`: `arg_1.npy` and `arg_n.npy`.
import { intercept, load, snapshot } from 'callmonitor';

/** JavaScript's keyword arguments: a plain object that falls on a pattern. Any other object is positional. */
const testNp1 = intercept(function testNp1(x: number, { n }: { n?: Float64Array }): number {
  return x * (n?.length ?? 0);
});

const array = Float64Array.of(1, 2, 3);
testNp1(2, array as { n?: Float64Array });
testNp1(2, { n: array });

for (const root of snapshot()) {
  const db = load(root);
  console.log(db.get('testNp1', 1));
  console.log(db.get('testNp1', 2));
  console.log(`see ${db.call('testNp1', 1).path}`);
}
