import { apply, startsWith } from './intrinsics.js';
import type { Limits } from './limits.js';
import type { Place } from './place.js';
import { Reasons } from './reasons.js';
import { Segment } from './text.js';

/** No items. */
export const NONE: readonly never[] = Object.freeze([]);

/** Writes the text of descriptors, as far as the limits of the whole call reach, and notes what is missing from it. */
export class DescriptorWriter {
  protected nodesLeft: number;
  protected bytesLeft: number;
  /** Whether a limit has cut something. */
  isCut = false;
  /** Where text is written. */
  protected at = new Segment();
  private readonly maxNodes: number;
  private reasons: Reasons | undefined = undefined;

  constructor({ maxNodes, maxBytes }: Limits) {
    this.maxNodes = maxNodes;
    this.nodesLeft = maxNodes;
    this.bytesLeft = maxBytes;
  }

  /** The limit of the whole call that is used up, if one is. */
  get spentLimit(): 'nodes' | 'bytes' | undefined {
    if (this.nodesLeft <= 0) return 'nodes';
    return this.bytesLeft <= 0 ? 'bytes' : undefined;
  }

  /** Whether a text of that many bytes is within the limits. */
  hasRoomFor(bytes: number): boolean {
    return bytes <= this.bytesLeft;
  }

  /** Why the call cannot be replayed, value by value: `/args/0/cb: function`. */
  get notReplayable(): readonly string[] {
    return this.reasons === undefined ? NONE : this.reasons.texts;
  }

  /** Begins the text of another value. */
  begin(): Segment {
    this.at = new Segment();
    return this.at;
  }

  /** Adds text of so many bytes, which are as many as its characters unless it says otherwise. */
  write(text: string, bytes = text.length): void {
    this.at.text += text;
    this.bytesLeft -= bytes;
  }

  /** Notes that a value cannot come back. */
  note(why: string, parent: Place | undefined, key: string | number, step?: string): void {
    if (apply(startsWith, why, ['truncated'])) this.isCut = true;
    this.reasons ??= new Reasons(this.maxNodes);
    this.reasons.add({ why, parent, key, step });
  }

  /** Puts a segment behind the one that is written to, and goes on there. */
  protected advance<S extends Segment>(segment: S): S {
    segment.next = this.at.next;
    this.at.next = segment;
    this.at = segment;
    return segment;
  }
}
