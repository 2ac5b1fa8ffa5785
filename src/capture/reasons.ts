import { type Place, pointerInto, stepFrom } from './place.js';

interface Reason {
  readonly why: string;
  readonly parent: Place | undefined;
  readonly key: string | number;
  readonly step: string | undefined;
}

/** More reasons than this tell nobody anything; a call of which little is kept has fewer. */
const MOST_REASONS = 20;
const VALUES_A_REASON = 10;

/** Why a call cannot be replayed. Where the values stand is only said at the end, when it is known. */
export class Reasons {
  private readonly list: Reason[] = [];
  private readonly most: number;

  /** @param maxNodes how many values are kept of the call */
  constructor(maxNodes: number) {
    const most = (maxNodes + VALUES_A_REASON - 1) / VALUES_A_REASON;
    this.most = most < MOST_REASONS ? most : MOST_REASONS;
  }

  /** `key` and `step` as for `pointerTo`. */
  add(reason: Reason): void {
    if (this.list.length + 1 <= this.most) this.list[this.list.length] = reason;
  }

  /** Value by value: `/args/0/cb: function`. */
  get texts(): readonly string[] {
    const texts: string[] = [];
    let place: Place | undefined;
    let start = '';
    for (let index = 0; index < this.list.length; index++) {
      const { parent, key, step, why } = this.list[index] as Reason;
      if (index === 0 || parent !== place) start = pointerInto(parent); // those of one container come in a row
      place = parent;
      texts[index] = `${start}${step ?? stepFrom(parent, key)}: ${why}`;
    }
    return texts;
  }
}
