/** The base of the errors that a caller may want to tell apart; each says what was expected and what is there. */
export class CallMonitorError extends Error {
  override readonly name: string = 'CallMonitorError';
  /** The file or folder that the error is about. */
  readonly path: string | undefined;

  constructor(message: string, options: { path?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.path = options.path;
  }
}

/** There is no call-monitor database where one was expected. */
export class DatabaseNotFoundError extends CallMonitorError {
  override readonly name = 'DatabaseNotFoundError';
}

/** A loaded database is a recording: it cannot be written to. */
export class DatabaseLockedError extends CallMonitorError {
  override readonly name = 'DatabaseLockedError';
}

/** The call that was asked for was never made, or not recorded. */
export class CallNotLoggedError extends CallMonitorError {
  override readonly name = 'CallNotLoggedError';
}

/** The call was recorded, but its record is missing or damaged. */
export class RecordNotFoundError extends CallMonitorError {
  override readonly name = 'RecordNotFoundError';
}

/** The database was written in a format of another major version. */
export class IncompatibleVersionError extends CallMonitorError {
  override readonly name = 'IncompatibleVersionError';
}

/** Something stands already where a file or folder was to be written; nothing is ever overwritten. */
export class DestinationNotFreeError extends CallMonitorError {
  override readonly name = 'DestinationNotFreeError';
}

/** What a call was made with, or what came of it, was not all recorded, so that it cannot be made again. */
export class NotReplayableError extends CallMonitorError {
  override readonly name = 'NotReplayableError';
  /** Value by value: `args[0].cb: function cb`. */
  readonly why: readonly string[];

  constructor(message: string, why: readonly string[]) {
    super(message);
    this.why = why;
  }
}

/** A call that was made again did not settle in the time that it was given. */
export class ReplayTimeoutError extends CallMonitorError {
  override readonly name = 'ReplayTimeoutError';
}
