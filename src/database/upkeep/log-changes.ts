/** What was done to a log. */
export interface LogChanges {
  /** Records that were taken from the view: in place of a damaged line, or because there was none. */
  readonly restored: number;
  /** Lines that were moved away: damaged, torn, or there twice. */
  readonly setAside: number;
  /** Records that are in none of the lines; the log says so in a `dropped` line. */
  readonly lost: number;
}
