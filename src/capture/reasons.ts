import { type Place, pointerTo } from './place.js';

interface Reason {
  readonly why: string;
  readonly parent: Place | undefined;
  readonly key: string | number;
  readonly step: string | undefined;
}

/** More reasons than this tell nobody anything. */
const MOST_REASONS = 20;

/** Why a call cannot be replayed. Where the values stand is only said at the end, when it is known. */
export class Reasons {
  private readonly list: Reason[] = [];

  /** `key` and `step` as for `pointerTo`. */
  add(reason: Reason): void {
    if (this.list.length < MOST_REASONS) this.list[this.list.length] = reason;
  }

  /** Value by value: `/args/0/cb: function`. */
  get texts(): readonly string[] {
    const texts: string[] = [];
    for (let index = 0; index < this.list.length; index++) {
      const { parent, key, step, why } = this.list[index] as Reason;
      texts[index] = `${pointerTo(parent, key, step)}: ${why}`;
    }
    return texts;
  }
}
