/** Which object of one graph was met where which one of the other was: both share what they share, or they differ. */
export class Partners {
  readonly #ofRecorded = new Map<object, object>();
  readonly #ofActual = new Map<object, object>();

  /** Whether two objects meet for the first time, were met together before, or one of them with another. */
  meet(recorded: object, actual: object): 'new' | 'known' | 'other' {
    const partner = this.#ofRecorded.get(recorded);
    if (partner === actual) return 'known';
    if (partner !== undefined || this.#ofActual.has(actual)) return 'other';
    this.#ofRecorded.set(recorded, actual);
    this.#ofActual.set(actual, recorded);
    return 'new';
  }
}
