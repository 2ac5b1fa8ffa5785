import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';

/** The key under which a context has its active span; the API has no name for it, but says it to whoever is a context. */
export const SPAN_KEY = findSpanKey();

function findSpanKey(): symbol | undefined {
  let found: symbol | undefined;
  const asked: Context = {
    getValue: () => undefined,
    deleteValue: () => ROOT_CONTEXT,
    setValue(key) {
      found = key;
      return ROOT_CONTEXT;
    },
  };
  trace.setSpan(asked, {} as Span); // which is only handed on
  return found;
}
