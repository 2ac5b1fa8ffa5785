import type { LimitsOption } from '../capture/limits.js';
import type { RedactOption } from '../capture/redaction.js';

/** What can be set, each by one name in code, environment and file; `SETTINGS_TABLE` describes them. */
export interface Settings {
  /** `false`: calls pass by unrecorded. Default `true`. */
  readonly enabled: boolean;
  /** Folder of the database, from the working directory; the tag and number of FORMAT.md are added. */
  readonly root: string;
  /** `folders` (default): a folder per call; `packed`: only the log. */
  readonly layout: 'folders' | 'packed';
  /** When a call is with the operating system: before it runs (`call`, default), now and then, or on the disk. */
  readonly durability: 'call' | 'batch' | 'fsync';
  /** In the packed layout, bytes up to which a binary value stands in the log. Default 4096. */
  readonly inlineBytes: number;
  /** Milliseconds after which gathered lines are written. Default 100. */
  readonly flushIntervalMs: number;
  /** Bytes at which gathered lines are written. Default 1 MiB. */
  readonly flushBytes: number;
  /** Whether only intercepted calls are recorded (`calls`, default), or all spans, so that a trace has its root. */
  readonly spans: 'calls' | 'all';
  /** When the disk cannot keep up: the caller waits (`block`, default), or records are dropped and counted. */
  readonly overflow: 'block' | 'drop';
  /** Milliseconds that a shutdown may take. Default 30 000. */
  readonly shutdownTimeoutMs: number;
  /** Bytes at which a database takes no more. Default 16 GiB. */
  readonly maxDatabaseBytes: number;
  /** Bytes that must be free on the disk for recording to go on. Default 512 MiB. */
  readonly minFreeBytes: number;
  /** Bytes at which a value is cut in a span attribute; OpenTelemetry's own limits lower it. Default 4096. */
  readonly attributeBytes: number;
  /** The functions to intercept without touching the code. Default: none. */
  readonly include: readonly TargetEntry[];
  /** The functions among them to leave alone. Default: none. */
  readonly exclude: readonly string[];
  /**
   * Of each function that a wildcard reached, the first so many calls are all recorded, then every 10th, every
   * 100th …; `false`: all calls. Default 1000.
   */
  readonly thin: number | false;
  /** How much of a call is written down. Default: `full`, and `preview` for functions that a wildcard reached. */
  readonly limits: LimitsOption;
  /** What is kept out beside the names that are secrets everywhere; `false` keeps nothing out. */
  readonly redact: RedactOption;
  /** Whether results are recorded. Default `true`. */
  readonly result: boolean;
  /** Whether receivers are recorded. Default `true`. */
  readonly this: boolean;
  /** Where a trace is looked at: `https://jaeger.example/trace/{traceId}?uiFind={spanId}`. Default: nowhere. */
  readonly url: string;
}

/** `<module>#<function>`, or that with options of its own, which go before the settings. */
export type TargetEntry = string | ({ readonly target: string } & Readonly<Record<string, unknown>>);

/** Some settings; `undefined` is as good as not given. */
export type SettingsInput = { readonly [key in keyof Settings]?: Settings[key] | undefined };
