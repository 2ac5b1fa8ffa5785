import { Recording } from '../src/database/recording.js';
import { say } from '../src/settings/say.js';
import type { SettingsInput } from '../src/settings/settings.js';
import { settings } from '../src/settings/settings-store.js';

/** The settings that say where and how a database is written. */
export type DatabaseSettings = Pick<
  SettingsInput,
  | 'root'
  | 'layout'
  | 'durability'
  | 'inlineBytes'
  | 'flushIntervalMs'
  | 'flushBytes'
  | 'overflow'
  | 'shutdownTimeoutMs'
  | 'maxDatabaseBytes'
  | 'minFreeBytes'
>;

/** A recording with these options over the settings, as those are when it begins a database. */
export function recordingWith(options: DatabaseSettings): Recording {
  settings.resolve(options);
  return new Recording({
    settings: () => settings.resolve(options),
    threadId: () => settings.threadId,
    onError: (message, error) => say('error', message, error),
  });
}
