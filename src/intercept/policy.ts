import { FULL_LIMITS, PREVIEW_LIMITS, resolveLimits } from '../capture/limits.js';
import { Redaction, type RedactOption, type RedactRule } from '../capture/redaction.js';
import type { CaptureOptions } from '../capture/walk.js';
import type { Registry } from '../handlers/registry.js';
import type { Settings } from '../settings/settings.js';
import type { InterceptOptions } from './options.js';

/** What is recorded of one function's calls. */
export interface RecordingPolicy {
  readonly isEnabled: boolean;
  readonly keepsResult: boolean;
  readonly keepsReceiver: boolean;
  readonly keepsArgsAfter: boolean;
  /** The first so many calls are all recorded, then fewer and fewer; `false`: all of them. */
  readonly thin: number | false;
  /** Bytes at which an attribute is cut. */
  readonly attributeBytes: number;
  readonly captureOptions: CaptureOptions;
}

/** What a policy follows from. */
export interface PolicySources {
  readonly options: InterceptOptions;
  readonly settings: Settings;
  readonly registry: Registry;
  /** Whether a wildcard reached the function. */
  readonly isWildcard: boolean;
}

/** A function's own options over the settings. */
export function policyFor({ options, settings, registry, isWildcard }: PolicySources): RecordingPolicy {
  const profile = isWildcard ? PREVIEW_LIMITS : FULL_LIMITS;
  const limits = resolveLimits(options.limits, resolveLimits(settings.limits, profile));
  return {
    isEnabled: settings.enabled,
    keepsResult: options.result ?? settings.result,
    keepsReceiver: options.this ?? settings.this,
    keepsArgsAfter: options.argsAfter ?? false,
    thin: isWildcard && settings.thin,
    attributeBytes: settings.attributeBytes,
    captureOptions: {
      limits,
      redaction: Redaction.from(mergeRules(settings.redact, options.redact)),
      registry,
    },
  };
}

/** A function may add rules, or turn all of them off. */
function mergeRules(general: RedactOption, own: RedactOption | undefined): RedactOption {
  if (own === undefined) return general;
  const added: readonly RedactRule[] | false = own;
  if (added === false) return false;
  return general === false ? added : [...general, ...added];
}
