import { interceptor } from './default-interceptor.js';

export { type ActiveCall, activeCall, type CallFields, callFields } from './active-call.js';
export type { Limits, LimitsOption } from './capture/limits.js';
export type { RedactInfo, RedactOption, RedactRule } from './capture/redaction.js';
export type { Difference, DifferenceKind } from './comparison/difference.js';
export { Args, DefaultSource } from './database/args.js';
export { Call } from './database/call.js';
export type { CallConditions, FoundStatus, Moment } from './database/call-conditions.js';
export { DB } from './database/db.js';
export { findCalls } from './database/find-calls.js';
export { type LoadOptions, load, loadAll, loadCall } from './database/load.js';
export type { Replay, ReplayOptions } from './database/replay.js';
export { type SpanEvent, type SpanLink, SpanRecord, type SpanStatus } from './database/span-record.js';
export { Trace, type TraceStep, traceOf } from './database/trace.js';
export type { TraceNode, TraceRecord } from './database/trace-node.js';
export type { Finding, FindingCount, FindingKind, Remedy, Severity } from './database/upkeep/finding.js';
export { type PackOptions, type PackReport, pack } from './database/upkeep/pack.js';
export { type PruneOptions, type PruneReport, prune } from './database/upkeep/prune.js';
export type { PruneCriteria, PrunedDatabase } from './database/upkeep/prune-plan.js';
export { type RepairOptions, type RepairReport, repair } from './database/upkeep/repair.js';
export { unpack } from './database/upkeep/unpack.js';
export type { OnProgress, Progress } from './database/upkeep/upkeep-progress.js';
export { type VerifyOptions, type VerifyReport, verify } from './database/upkeep/verify.js';
export { verifyCall } from './database/upkeep/verify-call.js';
export { type ExportOptions, type ExportSummary, exportCalls } from './export/export-calls.js';
export { Handler, type HandlerClass } from './handlers/handler.js';
export { NdArray } from './handlers/nd-array.js';
export { loadNpy, type NpyArray, saveNpy } from './handlers/npy.js';
export { Registry, registry } from './handlers/registry.js';
export type { Intercept, InterceptDecorator } from './intercept/intercept-type.js';
export type { AnyFunction, InterceptOptions } from './intercept/options.js';
export type { ArgSpec, DefaultValue } from './model/argspec.js';
export {
  CallMonitorError,
  CallNotLoggedError,
  DatabaseLockedError,
  DatabaseNotFoundError,
  DestinationNotFreeError,
  IncompatibleVersionError,
  NotReplayableError,
  RecordNotFoundError,
  ReplayTimeoutError,
} from './model/errors.js';
export { NotCaptured } from './model/not-captured.js';
export { context, snapshot } from './recording-context.js';
export type { Settings, SettingsInput } from './settings/settings.js';
export { SettingsStore, settings } from './settings/settings-store.js';

/** @see Intercept */
export const intercept = interceptor.intercept;
