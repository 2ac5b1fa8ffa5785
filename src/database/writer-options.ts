import type { ResourceLike } from './database-json.js';
import type { Durability } from './log-file.js';

/** How a database is written. */
export interface WriterOptions {
  readonly layout: 'folders' | 'packed';
  readonly durability: Durability;
  readonly inlineBytes: number;
  readonly flushBytes: number;
  readonly flushIntervalMs: number;
  readonly overflow: 'block' | 'drop';
  readonly shutdownTimeoutMs: number;
  readonly maxDatabaseBytes: number;
  readonly minFreeBytes: number;
  /** The `-tid` of its name. */
  readonly tag: string | undefined;
  /** The OpenTelemetry resource. */
  readonly resource: ResourceLike;
  /** Told of what keeps records from being written: once until it works again. */
  readonly onError: (message: string, error: unknown) => void;
}
