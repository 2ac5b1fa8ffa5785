import { describeAttributes } from '../capture/capture-attributes.js';
import { quote } from '../capture/scalars.js';
import { MASK } from '../capture/secret-placeholder.js';
import type { CaptureOptions } from '../capture/walk.js';
import { type AttributeSettings, attributeOptions } from './attribute-options.js';
import type { ResourceLike } from './database-json.js';
import { type CallIdentity, nanoseconds, type SplitTime } from './lines.js';

/** A span that is of no intercepted call, when it has ended. */
export interface EndedSpan extends CallIdentity {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly endTime: SplitTime;
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message?: string | undefined };
  readonly attributes: object;
  readonly events: ReadonlyArray<{
    readonly name: string;
    readonly time: SplitTime;
    readonly attributes?: object | undefined;
  }>;
  readonly links: ReadonlyArray<{
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes?: object | undefined;
  }>;
  readonly scope: { readonly name: string; readonly version?: string | undefined };
  readonly resource: ResourceLike;
}

/** Writes `span` lines; what a span says as the values of calls are: bounded, and without secrets. */
export class SpanLines {
  readonly #options: CaptureOptions;
  readonly #databaseResource: ResourceLike;

  /** @param databaseResource the resource that `db.json` tells */
  constructor(settings: AttributeSettings, databaseResource: ResourceLike) {
    this.#options = attributeOptions(settings);
    this.#databaseResource = databaseResource;
  }

  /** `{"kind":"span",…}` with its newline. */
  render(span: EndedSpan): string {
    const { traceId, spanId, parentSpanId, resource } = span;
    const fields = [
      `"kind":"span","name":${this.#text(span.name)},"trace_id":"${traceId}","span_id":"${spanId}"`,
      ...(parentSpanId === undefined ? [] : [`"parent_span_id":"${parentSpanId}"`]),
      `"span_kind":"${span.kind}","start_time":"${nanoseconds(span.startTime)}","end_time":"${nanoseconds(span.endTime)}"`,
      `"status":${this.#fields({ ...span.status })}`,
      `"attributes":${this.#attributes(span.attributes)}`,
      `"events":${list(span.events, (event) => this.#event(event))}`,
      `"links":${list(span.links, (link) => this.#link(link))}`,
      `"scope":${this.#fields({ ...span.scope })}`,
      ...(resource === this.#databaseResource ? [] : [`"resource":${this.#attributes(resource.attributes)}`]),
    ];
    return `{${fields.join(',')}}\n`;
  }

  #event({ name, time, attributes }: EndedSpan['events'][number]): string {
    const rest = this.#attributes(attributes ?? {});
    return `{"name":${this.#text(name)},"time":"${nanoseconds(time)}","attributes":${rest}}`;
  }

  #link({ traceId, spanId, attributes }: EndedSpan['links'][number]): string {
    const ids = `"trace_id":${quote(traceId)},"span_id":${quote(spanId)}`;
    return `{${ids},"attributes":${this.#attributes(attributes ?? {})}}`;
  }

  #attributes(attributes: object): string {
    return describeAttributes(attributes, this.#options);
  }

  /** Of an object of ours, what is not `undefined`. */
  #fields(fields: Readonly<Record<string, string | undefined>>): string {
    const texts = Object.entries(fields).flatMap(([key, value]) =>
      value === undefined ? [] : `${quote(key)}:${this.#text(value)}`,
    );
    return `{${texts.join(',')}}`;
  }

  /** A name or message: always a string, also where a limit or a rule takes out what an attribute would say. */
  #text(text: string): string {
    const shown = this.#options.redaction.maskMessage(text) ?? MASK;
    return quote(shown.slice(0, this.#options.limits.maxStringLength));
  }
}

function list<Item>(items: readonly Item[], render: (item: Item) => string): string {
  return `[${items.map(render).join(',')}]`;
}
