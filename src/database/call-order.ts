const FIRST_IDS = 64;

/** Which function each recorded call was of, in the order of the log: 4 bytes a call. */
export class CallOrder {
  private ids = new Uint32Array(FIRST_IDS);
  size = 0;

  add(functionId: number): void {
    if (this.size === this.ids.length) {
      const larger = new Uint32Array(this.size * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.size++] = functionId;
  }

  at(place: number): number {
    return this.ids[place] ?? 0;
  }
}
