import { startTracing } from '../tracing.mjs';

/** What a careful programmer writes: the measure of all others. */
export default {
  name: 'span by hand',
  async start() {
    const { tracer, stop } = await startTracing();
    return { wrap: (fn, { isAsync }) => (isAsync ? tracedAsync : traced)(tracer, fn), stop };
  },
};

function traced(tracer, fn) {
  return (...args) =>
    tracer.startActiveSpan(fn.name, (span) => {
      span.setAttribute('args', JSON.stringify(args));
      try {
        return fn(...args);
      } finally {
        span.end();
      }
    });
}

function tracedAsync(tracer, fn) {
  return (...args) =>
    tracer.startActiveSpan(fn.name, async (span) => {
      span.setAttribute('args', JSON.stringify(args));
      try {
        return await fn(...args);
      } finally {
        span.end();
      }
    });
}
