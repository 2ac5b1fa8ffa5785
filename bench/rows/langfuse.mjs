import { startTracing } from '../tracing.mjs';

/** Arguments and result as attributes, which is its default. */
export default {
  name: '@langfuse/tracing observe',
  async start() {
    const { stop } = await startTracing();
    const { observe } = await import('@langfuse/tracing');
    return { wrap: (fn) => observe(fn, { name: fn.name }), stop };
  },
};
