import { customInspect } from './inspect-symbol.js';
import { safeLine } from './safe-text.js';

/** Why a value could not be kept, as its descriptor's `$` says (FORMAT.md, "Values"). */
export type NotCapturedKind =
  | 'accessor'
  | 'damaged'
  | 'function'
  | 'handler'
  | 'opaque'
  | 'redacted'
  | 'truncated';

/** Stands in a revived call for a value that could not come back. */
export class NotCaptured {
  readonly kind: NotCapturedKind;
  /** What there is to say: the class of an opaque value, the limit that cut, the rule that redacted. */
  readonly reason: string;
  /** The length of what was cut, in items, UTF-16 code units or bytes. */
  readonly length?: number;
  /** What was kept of it. */
  readonly head?: unknown;

  constructor(kind: NotCapturedKind, reason: string, kept: { length?: number; head?: unknown } = {}) {
    this.kind = kind;
    this.reason = reason;
    Object.assign(this, kept);
  }

  toString(): string {
    return `<not captured: ${this.kind} ${this.reason}>`;
  }

  /** The same where it is printed; the reason is data from anywhere. */
  [customInspect](): string {
    return safeLine(String(this));
  }
}
