import type { CallStatus } from '../../model/log-line.js';
import { Durations } from './durations.js';

/** What is counted of one function, over all databases that were read. */
export class FunctionStats {
  readonly name: string;
  /** How often it was called, recorded or not. */
  calls = 0;
  recorded = 0;
  errors = 0;
  /** Generators that their caller stopped early. */
  stoppedEarly = 0;
  /** Calls that never came back, or may yet. */
  unfinished = 0;
  logBytes = 0;
  sidecarBytes = 0;
  readonly durations = new Durations();

  constructor(name: string) {
    this.name = name;
  }

  get bytes(): number {
    return this.logBytes + this.sidecarBytes;
  }

  addEnd(status: CallStatus, durationNs: number): void {
    this.durations.add(durationNs);
    if (status === 'error') this.errors++;
    else if (status === 'yielded') this.stoppedEarly++;
  }
}
