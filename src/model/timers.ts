/** Timers and clock as they were when this module was loaded: what tests put in their place does not concern us. */
export const { clearTimeout, queueMicrotask, setImmediate, setTimeout } = globalThis;

/** Milliseconds since the process began, as spans take them. */
export const now = performance.now.bind(performance);

/** Milliseconds since the Unix epoch. */
export const { now: dateNow } = Date;
