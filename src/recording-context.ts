import { renewRecordings } from './database/recording.js';

/** The databases that are being written. */
export const context = {
  /**
   * Ends the databases that this thread writes; the next call begins new ones, with the settings as they are then
   * and invocations from 1. Calls that are running still end in the old ones.
   * @returns the directories of the databases that were ended; none if no call was recorded yet
   */
  new(): string[] {
    return renewRecordings();
  },
};

/** As `context.new()`: what was recorded so far becomes a database of its own, to be looked at while the program goes on. */
export function snapshot(): string[] {
  return context.new();
}
