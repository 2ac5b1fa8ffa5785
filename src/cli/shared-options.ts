import { Option } from 'commander';

/** What a `[db…]` argument says of itself; `db` in its name has the shells complete databases. */
export const DATABASES_HELP =
  'databases, folders or globs of several, or the folder of a function or a call (default: the newest call-monitor* here)';

/** The same of a command that is about one database, function or call. */
export const DATABASE_HELP =
  'a database, or the folder of a function or a call (default: the newest call-monitor* here)';

/** Prints JSON for programs. */
export function jsonOption(description = 'print JSON'): Option {
  return new Option('--json', description);
}

/** For commands that work with `withProgress`. */
export function progressOption(): Option {
  return new Option('--no-progress', 'no progress bar');
}
