import type { EndedSpan } from '../src/database/span-lines.js';
import { identityOf } from './call-identity.js';
import { resourceOf } from './resource-of.js';
import type { RecordedSpan } from './span-types.js';

/** By the numbers of OpenTelemetry's `SpanKind` and `SpanStatusCode`. */
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUSES = ['unset', 'ok', 'error'] as const;

/** What is written of a span that is of no intercepted call. */
export function endedSpan(span: RecordedSpan): EndedSpan {
  const { name, endTime, attributes, events, status, instrumentationScope: scope } = span;
  return {
    ...identityOf(span),
    name,
    kind: KINDS[span.kind ?? 0] ?? 'internal',
    endTime,
    status: { code: STATUSES[status.code] ?? 'unset', message: status.message },
    attributes,
    events,
    links: (span.links ?? []).map((link) => ({ ...link.context, attributes: link.attributes })),
    scope: { name: scope?.name ?? '', version: scope?.version },
    resource: resourceOf(span),
  };
}
