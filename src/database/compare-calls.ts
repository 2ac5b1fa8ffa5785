import type { Comparison } from '../comparison/compare-values.js';
import type { Call } from './call.js';

/** Adds to a comparison in what two recorded calls differ: receiver, arguments, outcome. */
export function compareCalls(comparison: Comparison, recorded: Call, actual: Call): void {
  comparison
    .compare('this', recorded.this, actual.this)
    .compare('args', recorded.args, actual.args)
    .compare('kwargs', recorded.kwargs, actual.kwargs);
  compareOutcomes(comparison, recorded, actual);
}

function compareOutcomes(comparison: Comparison, recorded: Call, actual: Call): void {
  const [before, after] = [recorded.status, actual.status];
  const returnedOrThrew = [before, after].sort().join() === 'error,ok';
  if (returnedOrThrew) {
    comparison.addOutcome(before === 'error' ? 'error' : 'result', outcomeOf(recorded), outcomeOf(actual));
  } else if (before !== after) {
    comparison.compare('status', before ?? 'never came back', after ?? 'never came back');
  } else if (before === 'error') {
    comparison.compare('error', recorded.error, actual.error);
  } else if (recorded.hasResult && actual.hasResult) {
    comparison.compare('result', recorded.result, actual.result);
  } else if (recorded.hasResult !== actual.hasResult) {
    comparison.skip('result: recorded of one of the two only');
  }
  if (recorded.argsAfter !== undefined && actual.argsAfter !== undefined) {
    comparison.compare('args_after', recorded.argsAfter, actual.argsAfter);
  }
}

function outcomeOf({ status, error, result }: Call): unknown {
  return status === 'error' ? error : result;
}
