import type { LinePlace } from './call-table.js';
import type { LineDetails } from './line-details.js';
import { SpanKeys } from './span-keys.js';

/** Where the other spans stand in a log. */
export class SpanTable {
  readonly keys = new SpanKeys();
  private readonly places: LinePlace[] = [];

  get size(): number {
    return this.places.length;
  }

  add({ offset, length }: LinePlace, details: LineDetails): void {
    this.keys.set(this.places.length, details);
    this.places.push({ offset, length });
  }

  placeOf(row: number): LinePlace | undefined {
    return this.places[row];
  }
}
