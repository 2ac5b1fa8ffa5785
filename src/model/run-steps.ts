/** Does at once what a generator does step by step, and returns what that returns. */
export function runSteps<Result>(steps: Generator<unknown, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
