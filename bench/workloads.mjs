export const WORKLOADS = ['w1', 'w2', 'w3', 'w4', 'w5'];

/**
 * How many calls are made, and how many at a stretch, where a workload does not say otherwise. The warm-up lasts until
 * the compiler's threads have had their say, on a busy machine too.
 */
const USUAL = { calls: { warmUp: 10_000, max: 100_000 }, pace: { calls: 1_000, pauseMs: 0 } };
const QUICK = { ...USUAL, calls: { warmUp: 10_000, max: 20_000 } };
/** As a service that rests in between, so that what follows on another thread keeps up. */
const GENTLE = { calls: { warmUp: 5_000, max: 1_000 }, pace: { calls: 100, pauseMs: 10 } };
/** Of what records nothing. */
const CHEAP = { calls: { warmUp: 300_000, max: 20_000_000 }, pace: { calls: 100_000, pauseMs: 0 } };

/** How a row is measured under a workload: `{ warmUp, maxCalls, pace }`, in calls of the workload. */
export function planOf(row, workload, mode) {
  const { calls, pace } = workload.pace === undefined ? usualPlan(row, mode) : workload;
  const { callsEach = 1 } = workload;
  const mostOfRow = callsOf(row, mode);
  const count = (most) => Math.ceil(Math.min(most, mostOfRow) / callsEach);
  return {
    warmUp: count(calls.warmUp),
    maxCalls: count(calls.max),
    pace: { ...pace, calls: Math.ceil(pace.calls / callsEach) },
  };
}

/** How many calls a row may make at most: those that fill the disk make fewer when it is to be quick. */
export function callsOf({ maxCalls = Number.POSITIVE_INFINITY }, { isQuick }) {
  return isQuick ? maxCalls / 2 : maxCalls;
}

function usualPlan({ isCheap }, { isGentle, isQuick }) {
  if (isGentle) return GENTLE;
  if (isCheap) return CHEAP;
  return isQuick ? QUICK : USUAL;
}
