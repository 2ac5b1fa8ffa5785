import type { CallStatus } from '../model/log-line.js';
import type { Call } from './call.js';

/** A point in time: a `Date`, an ISO 8601 text, or nanoseconds since the Unix epoch. */
export type Moment = Date | string | bigint;

/** How a call ended, or that it never came back (or has not yet). */
export type FoundStatus = CallStatus | 'unfinished';

/** Which calls are looked for: those of which all that is given holds. */
export interface CallConditions {
  /** 32 hex digits. */
  readonly traceId?: string | undefined;
  /** 16 hex digits. */
  readonly spanId?: string | undefined;
  /** A name or a glob of names (`Mesh.*`), or several of which one is enough. */
  readonly function?: string | readonly string[] | undefined;
  readonly status?: FoundStatus | readonly FoundStatus[] | undefined;
  /** Started then or later. */
  readonly since?: Moment | undefined;
  /** Started before then. */
  readonly until?: Moment | undefined;
  /** Asked last, of the calls for which all else holds. */
  readonly where?: ((call: Call) => boolean) | undefined;
}
