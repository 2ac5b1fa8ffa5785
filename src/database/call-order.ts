import { words } from './column.js';

/** Which function each recorded call was of, in the order of the log: 4 bytes a call. */
export class CallOrder {
  size = 0;
  private readonly ids = words();

  add(functionId: number): void {
    this.ids.set(this.size++, functionId);
  }

  at(place: number): number {
    return this.ids.at(place);
  }
}
