import type { Limits } from './limits.js';

/** What one capture may still spend of the limits that hold for a call as a whole. */
export class Budget {
  private nodesLeft: number;
  private charactersLeft: number;

  constructor(limits: Limits) {
    this.nodesLeft = limits.maxNodes;
    this.charactersLeft = limits.maxBytes;
  }

  /** Takes one value and its text from what is left. */
  spend(characters: number): void {
    this.nodesLeft--;
    this.charactersLeft -= characters;
  }

  /** Takes text that belongs to no value: a property's name. */
  spendText(characters: number): void {
    this.charactersLeft -= characters;
  }

  /** The limit that is used up, if one is. */
  get spentLimit(): 'nodes' | 'bytes' | undefined {
    if (this.nodesLeft <= 0) return 'nodes';
    return this.charactersLeft <= 0 ? 'bytes' : undefined;
  }

  /** How long the next text may be. */
  get textLeft(): number {
    return Math.max(this.charactersLeft, 0);
  }
}
