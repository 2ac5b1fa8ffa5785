import { hostname } from 'node:os';
import { stringify } from '../capture/intrinsics.js';
import { PACKAGE } from '../model/package-info.js';
import type { RecordedFunction } from './recorded-functions.js';

/** The OpenTelemetry resource, whose attributes may be complete only after a while. */
export interface ResourceLike {
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What `db.json` tells of a database. */
export interface DatabaseDescription {
  /** Nanoseconds since the Unix epoch. */
  readonly created: string;
  readonly layout: 'folders' | 'packed';
  /** The `-tid` of its name. */
  readonly tag: string | undefined;
  readonly resource: ResourceLike;
  /** Known once it is closed. */
  readonly end?: {
    readonly closed: string;
    readonly functions: Iterable<RecordedFunction>;
    readonly dropped: number;
  };
}

/** The text of `db.json` (FORMAT.md). */
export function databaseJson({ created, layout, tag, resource, end }: DatabaseDescription): string {
  const json = {
    format: 'call-monitor',
    version: '1.0',
    created,
    closed: end?.closed,
    locked: end !== undefined,
    layout,
    process: { pid: process.pid, tid: tag, host: hostname(), node: process.version },
    resource: resource.attributes,
    scope: PACKAGE,
    functions: end && describeFunctions(end.functions),
    dropped: end?.dropped,
  };
  return `${stringify(json, undefined, 2)}\n`;
}

function describeFunctions(functions: Iterable<RecordedFunction>): object {
  const entries = [...functions].map(({ info, calls }) => [info.name, { calls, argspec: info.argspec }]);
  return Object.fromEntries(entries);
}
