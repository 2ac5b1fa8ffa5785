import { signatureOf } from '../../../src/capture/argspec.js';
import { CallCapture, type CapturedInput } from '../../../src/capture/capture.js';
import { FULL_LIMITS, type LimitOverrides, resolveLimits } from '../../../src/capture/limits.js';
import { Redaction, type RedactOption } from '../../../src/capture/redaction.js';
import { Reviver } from '../../../src/capture/revive.js';
import { renderText } from '../../../src/capture/text.js';
import type { CaptureOptions } from '../../../src/capture/walk.js';
import { Registry } from '../../../src/handlers/registry.js';

export interface CaptureSetup {
  readonly limits?: LimitOverrides;
  readonly redact?: RedactOption;
  readonly registry?: Registry;
}

export function optionsOf({ limits, redact, registry = new Registry() }: CaptureSetup = {}): CaptureOptions {
  return { limits: resolveLimits(limits, FULL_LIMITS), redaction: Redaction.from(redact), registry };
}

/** Captures the arguments of a function whose parameters have these names. */
export function capture(args: readonly unknown[], setup: CaptureSetup = {}): CapturedInput {
  return captureCall(() => {}, args, setup);
}

export function captureCall(
  fn: (...args: never[]) => unknown,
  args: readonly unknown[],
  setup: CaptureSetup = {},
): CapturedInput {
  return new CallCapture(optionsOf(setup), signatureOf(fn)).input(args);
}

/** The descriptor's text of one argument, without the brackets around it. */
export function textOf(value: unknown, setup: CaptureSetup = {}): string {
  return renderText(capture([value], setup).args, Number.POSITIVE_INFINITY).slice(1, -1);
}

/** What comes back of captured arguments. */
export function revived(input: CapturedInput): { args: unknown[]; kwargs: Record<string, unknown> } {
  const render = (text: CapturedInput['args']) => renderText(text, Number.POSITIVE_INFINITY);
  const line = JSON.parse(`{"args":${render(input.args)},"kwargs":${render(input.kwargs)}}`);
  const reviver = new Reviver(line, { folder: undefined, classes: [], registry: new Registry() });
  return {
    args: reviver.revive(line.args) as unknown[],
    kwargs: reviver.revive(line.kwargs) as Record<string, unknown>,
  };
}
