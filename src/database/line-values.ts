import { Reviver } from '../capture/revive.js';
import type { HandlerLookup, KnownClass } from '../capture/revive-context.js';
import type { JsonObject } from '../capture/revive-descriptor.js';
import type { StandInClasses } from '../capture/stand-in-classes.js';
import type { InputLine, OutputLine } from '../model/log-line.js';

/** How values are made of what was recorded. */
export interface ReviveOptions {
  /** Classes whose instances get their prototype back, found by name. */
  readonly classes: readonly KnownClass[];
  readonly registry: HandlerLookup;
  /** Makes classes for those that are not among `classes`, so that values can be told apart by them. */
  readonly standIns?: StandInClasses;
}

/** A line of a call, and the values that it describes: made when they are asked for, and then the same objects. */
export class LineValues<Line extends InputLine | OutputLine> {
  readonly line: Line;
  private readonly record: JsonObject;
  private readonly reviver: Reviver;

  /** @param sidecarFolder asked where a value is in a file of its own */
  constructor(line: Line, options: ReviveOptions, sidecarFolder: () => string | undefined) {
    this.line = line;
    this.record = { ...line };
    this.reviver = new Reviver(this.record, {
      classes: options.classes,
      standIns: options.standIns,
      registry: options.registry,
      get folder() {
        return sidecarFolder();
      },
    });
  }

  /** Whether the line has a value of that name at all, `undefined` included. */
  has(key: string): boolean {
    return Object.hasOwn(this.record, key);
  }

  get(key: string): unknown {
    return this.reviver.revive(this.record[key]);
  }
}
