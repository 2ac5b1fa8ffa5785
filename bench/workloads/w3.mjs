export const title = 'a Float64Array of a million';

const LENGTH = 1_000_000;
export const BYTES = LENGTH * 8;

/** Each call is timed by itself, and what threads do meanwhile may end before the next. */
export const pace = { calls: 1, pauseMs: 10 };
export const calls = { warmUp: 2, max: 5 };

function first(samples) {
  return samples[0];
}

export function make(wrap, { length = LENGTH } = {}) {
  const recorded = wrap(first);
  const samples = new Float64Array(length).map((_, n) => n % 1000);
  return { call: () => recorded(samples) };
}
