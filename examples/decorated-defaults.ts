// A function and a method whose parameters have defaults, called in several ways.
import { intercept, load, snapshot } from 'callmonitor';

const testFn2 = intercept(function testFn2(x: number, y = 2, z = 3): number {
  return x + y + z;
});

class Calculator {
  @intercept
  testFn2(x: number, { y = 2, z = 3 } = {}): number {
    return x + y + z;
  }
}

testFn2(1);
testFn2(1, 20);
testFn2(1, undefined, 30);
new Calculator().testFn2(1, { z: 30 });

for (const root of snapshot()) {
  const db = load(root);
  console.log(db);
  for (const call of db) console.log(String(call), call.args, call.kwargs, { ...call.namedArguments });
}
