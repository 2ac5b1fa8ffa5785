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
  | 'spans'
  | 'overflow'
  | 'shutdownTimeoutMs'
  | 'maxDatabaseBytes'
  | 'minFreeBytes'
>;

/** Says whether other spans are recorded, too, by the settings as they are when it is asked; cheap. */
export function spanFilter(options: DatabaseSettings): () => boolean {
  let version = -1;
  let keepsAll = false;
  return () => {
    if (version !== settings.version) keepsAll = settings.resolve(options).spans === 'all';
    version = settings.version;
    return keepsAll;
  };
}

/**
 * A recording with these options over the settings, as those are when it begins a database.
 * @param keepsOrdinals `true` for one that writes calls whose spans have ended: they say already which calls they are
 */
export function recordingWith(options: DatabaseSettings, keepsOrdinals = false): Recording {
  settings.resolve(options);
  return new Recording({
    settings: () => settings.resolve(options),
    keepsOrdinals,
    threadId: () => settings.threadId,
    onError: (message, error) => say('error', message, error),
  });
}
