import { CallCapture } from '../capture/capture.js';
import { FULL_LIMITS, PREVIEW_LIMITS, resolveLimits } from '../capture/limits.js';
import { Redaction, type RedactOption, type RedactRule } from '../capture/redaction.js';
import type { Registry } from '../handlers/registry.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { Settings } from '../settings/settings.js';
import type { KnownFunction } from './function-table.js';
import type { InterceptOptions } from './options.js';

/** What is recorded of one function's calls, and how. */
export interface RecordingPolicy {
  readonly function: FunctionInfo;
  readonly isEnabled: boolean;
  readonly keepsResult: boolean;
  readonly keepsReceiver: boolean;
  readonly keepsArgsAfter: boolean;
  /** The first so many calls are all recorded, then fewer and fewer; `false`: all of them. */
  readonly thin: number | false;
  /** Bytes at which an attribute is cut. */
  readonly attributeBytes: number;
  readonly capture: CallCapture;
  readonly redaction: Redaction;
}

/** What a policy follows from. */
export interface PolicySources {
  readonly known: KnownFunction;
  readonly options: InterceptOptions;
  readonly settings: Settings;
  readonly registry: Registry;
  /** Whether a wildcard reached the function. */
  readonly isWildcard: boolean;
}

/** A function's own options over the settings. */
export function policyFor({
  known,
  options,
  settings,
  registry,
  isWildcard,
}: PolicySources): RecordingPolicy {
  const profile = isWildcard ? PREVIEW_LIMITS : FULL_LIMITS;
  const limits = resolveLimits(options.limits, resolveLimits(settings.limits, profile));
  const redaction = Redaction.from(mergeRules(settings.redact, options.redact));
  return {
    function: known.info,
    isEnabled: settings.enabled,
    keepsResult: options.result ?? settings.result,
    keepsReceiver: options.this ?? settings.this,
    keepsArgsAfter: options.argsAfter ?? false,
    thin: isWildcard && settings.thin,
    attributeBytes: settings.attributeBytes,
    capture: new CallCapture({ limits, redaction, registry }, known.signature),
    redaction,
  };
}

/** A function may add rules, or turn all of them off. */
function mergeRules(general: RedactOption, own: RedactOption | undefined): RedactOption {
  if (own === undefined) return general;
  const added: readonly RedactRule[] | false = own;
  if (added === false) return false;
  return general === false ? added : [...general, ...added];
}
