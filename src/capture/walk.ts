import { types } from 'node:util';
import type { Registry } from '../handlers/registry.js';
import { originalOf } from '../model/originals.js';
import { Budget } from './budget.js';
import { isClass, nameOf } from './class-of.js';
import type { Limits } from './limits.js';
import { keysTo, Place, pointerTo } from './place.js';
import type { Redaction } from './redaction.js';
import { describePrimitive, quote } from './scalars.js';
import { SidecarFiles } from './sidecar-files.js';
import { type Piece, Reference } from './text.js';

/** What bounds a capture and what it leaves out. */
export interface CaptureOptions {
  readonly limits: Limits;
  readonly redaction: Redaction;
  readonly registry: Registry;
}

/** How objects are written down: the walk knows the way, this knows the forms. */
export interface ObjectForms {
  /** The text or sidecar of an object that contains nothing; `undefined` for a container. */
  describeLeaf(walk: Walk, place: Place<readonly Piece[]>): Piece | undefined;
  /** The pieces of a container; describes, and so queues, what it contains. */
  describeContainer(walk: Walk, place: Place<readonly Piece[]>): readonly Piece[];
}

/** More reasons than this tell nobody anything. */
const MOST_REASONS = 20;

/**
 * One pass over the values of one line, breadth first, so that what a limit cuts is what lies deepest. Runs none
 * of the program's code: no getter, no trap, no `toJSON`, no iterator.
 */
export class Walk {
  readonly options: CaptureOptions;
  readonly budget: Budget;
  readonly files: SidecarFiles;
  /** The container whose content is being described. */
  parent: Place | undefined;
  private readonly forms: ObjectForms;
  private readonly reasons: Array<{ parent: Place | undefined; step: string; why: string }> = [];
  private readonly queue: Array<Place<readonly Piece[]>> = [];
  private seen: Map<object, Place> | undefined;

  constructor(options: CaptureOptions, forms: ObjectForms) {
    this.options = options;
    this.forms = forms;
    this.budget = new Budget(options.limits);
    this.files = new SidecarFiles(options.limits.maxSidecarBytes, (error) => options.registry.onError(error));
  }

  /** Writes down the containers that were met, and those that are met in them. */
  run(): void {
    for (let next = 0; next < this.queue.length; next++) {
      const place = this.queue[next] as Place<readonly Piece[]>;
      this.parent = place;
      place.content = this.forms.describeContainer(this, place);
    }
    this.parent = undefined;
  }

  /** Why the call cannot be replayed, value by value: `/args/0/cb: function`. */
  get notReplayable(): string[] {
    return this.reasons.map(({ parent, step, why }) => `${pointerTo(parent, step)}: ${why}`);
  }

  /** Describes a value at `step` of the container at hand. */
  describe(value: unknown, step: string, key: string | number): Piece {
    const piece = this.isRedacted(value, key)
      ? this.redact(step, 'path')
      : this.describeValue(value, step, key);
    this.budget.spend(typeof piece === 'string' ? piece.length : 0);
    return piece;
  }

  /** The mark for a value that is kept out on purpose. */
  redact(step: string, reason: 'key' | 'path' | 'value'): string {
    return this.lose(step, 'redacted', `{"$":"redacted","reason":"${reason}"}`);
  }

  /** Notes that the value at `step` cannot come back, and returns the text that stands for it. */
  lose(step: string, why: string, text: string, parent = this.parent): string {
    if (this.reasons.length < MOST_REASONS) this.reasons.push({ parent, step, why });
    return text;
  }

  /** Sees to it that an object which is mentioned again is known, and that its content is written down. */
  enqueue(value: object, step: string, key: string | number): Place<readonly Piece[]> {
    const place = this.remember(value, step, key);
    this.queue.push(place);
    return place;
  }

  private describeValue(value: unknown, step: string, key: string | number): Piece {
    if (typeof value === 'string') return this.describeString(value, step);
    if (typeof value === 'function') return this.describeFunction(value, step);
    return describePrimitive(value) ?? this.describeObject(value as object, step, key);
  }

  private describeString(value: string, step: string): string {
    const { limits, redaction } = this.options;
    const room = Math.min(limits.maxStringLength, this.budget.textLeft);
    if (value.length > room) {
      const reason = room < limits.maxStringLength ? 'bytes' : 'string';
      const mark = `{"$":"truncated","reason":"${reason}","length":${value.length}`;
      if (redaction.hasPatterns) return this.lose(step, 'truncated', `${mark}}`);
      return this.lose(step, 'truncated', `${mark},"head":${quote(value.slice(0, room))}}`);
    }
    return redaction.hasPatterns && redaction.isSecretValue(value)
      ? this.redact(step, 'value')
      : quote(value);
  }

  private describeFunction(value: object, step: string): string {
    const fn = originalOf(value) ?? value;
    if (types.isProxy(fn)) return this.lose(step, 'opaque', '{"$":"opaque","class":"Proxy"}');
    const suffix = isClass(fn) ? ',"class":true' : '';
    return this.lose(step, 'function', `{"$":"function","name":${quote(nameOf(fn))}${suffix}}`);
  }

  private describeObject(value: object, step: string, key: string | number): Piece {
    if (types.isProxy(value)) return this.lose(step, 'opaque', '{"$":"opaque","class":"Proxy"}');
    const known = this.seen?.get(value);
    if (known !== undefined) return new Reference(known);
    const place = this.remember(value, step, key);
    const leaf = this.forms.describeLeaf(this, place);
    if (leaf !== undefined) return leaf;
    this.queue.push(place);
    return place;
  }

  private remember(value: object, step: string, key: string | number): Place<readonly Piece[]> {
    const place = new Place<readonly Piece[]>(value, this.parent, step, key);
    this.seen ??= new Map();
    this.seen.set(value, place);
    return place;
  }

  private isRedacted(value: unknown, key: string | number): boolean {
    const { redaction } = this.options;
    return redaction.looksAtPaths && redaction.covers(keysTo(this.parent, key), value);
  }
}
