import type { Sidecar } from '../handlers/sidecar.js';
import { NONE } from './descriptor-writer.js';
import { FORMS } from './forms.js';
import { StraightText } from './straight-text.js';
import { type CapturedText, joinSegments } from './text.js';
import { type CaptureOptions, Walk } from './walk.js';

/** A value that stands in an `output` line, written down. */
export interface CapturedValue {
  readonly text: CapturedText;
  readonly sidecars: readonly Sidecar[];
  /** Whether a limit cut something. Default `false`. */
  readonly isCut?: boolean;
}

/** Writes down values that stand by themselves. */
export class ValueCapture {
  protected readonly options: CaptureOptions;
  readonly #straight: StraightText;

  constructor(options: CaptureOptions) {
    this.options = options;
    this.#straight = new StraightText(options);
  }

  /** A result or an error. */
  value(root: 'result' | 'error', value: unknown): CapturedValue {
    return this.#writeStraight(value) ?? this.#walk(root, value);
  }

  #writeStraight(value: unknown): CapturedValue | undefined {
    if (!this.#straight.begin()) return undefined;
    const text = this.#straight.describe(value);
    this.#straight.end(text !== undefined);
    return text === undefined ? undefined : { text, sidecars: NONE, isCut: false };
  }

  #walk(root: 'result' | 'error', value: unknown): CapturedValue {
    const walk = new Walk(this.options, FORMS);
    const text = walk.begin();
    walk.describe(value, root);
    walk.run();
    return { text: joinSegments(text), sidecars: walk.sidecars, isCut: walk.isCut };
  }
}
