import { startTracing } from '../tracing.mjs';

/** `extractArgs`, for by default it records no argument. */
export default {
  name: 'logfire instrument',
  async start() {
    const { stop } = await startTracing();
    const { instrument } = await import('logfire');
    return { wrap: (fn) => instrument(fn, { extractArgs: true, recordReturn: true }), stop };
  },
};
