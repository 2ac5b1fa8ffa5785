import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILE_VARIABLE, REPORT_VARIABLE } from '../../settings/environment.js';
import { resolveSettings } from '../../settings/resolve-settings.js';
import { SETTINGS_TABLE, variableOf } from '../../settings/settings-table.js';
import { UsageError } from '../usage-error.js';

/** What is recorded and how, as options say it; what is left out follows environment and file. */
export interface RecordingOptions {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly root?: string;
  readonly layout?: string;
  readonly durability?: string;
  readonly limits?: string;
  readonly thin?: string;
  readonly config?: string;
}

const REGISTER = fileURLToPath(new URL('../../../instrumentations/register.js', import.meta.url));
/** Not `--import`: with that, Node starts CommonJS programs by its loader of modules, which their stacks show. */
const PRELOAD = `--require=${JSON.stringify(REGISTER)}`;

/** Options that are settings of the same name. */
const SETTINGS = ['layout', 'durability', 'limits', 'thin'] as const;

/**
 * The environment in which a command records, and reports into a folder.
 * @throws UsageError for a bad option, or when there is nothing to intercept
 */
export function environmentOf(options: RecordingOptions, folder: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...variablesOf(options) };
  const settings = resolveSettings({}, { env });
  if (settings.include.length === 0) {
    throw new UsageError(
      "Expected a target, got none: --include 'src/**#*', or include in callmonitor.config.mjs",
    );
  }
  env[variableOf('root')] = resolve(options.root ?? settings.root);
  env[REPORT_VARIABLE] = folder;
  env['NODE_OPTIONS'] = [env['NODE_OPTIONS'], PRELOAD].filter(Boolean).join(' ');
  return env;
}

function variablesOf({ include, exclude, config, ...options }: RecordingOptions): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = {};
  if (include !== undefined) variables[variableOf('include')] = JSON.stringify(include.map(checkedTarget));
  if (exclude !== undefined) variables[variableOf('exclude')] = JSON.stringify(exclude);
  if (config !== undefined) variables[FILE_VARIABLE] = checkedFile(config);
  for (const key of SETTINGS) {
    if (options[key] !== undefined) variables[variableOf(key)] = checkedSetting(key, options[key]);
  }
  return variables;
}

/** In the command, nothing could be said of it but that nothing is intercepted. */
function checkedTarget(target: string): string {
  if (/^!|^[^#]+#./s.test(target)) return target;
  throw new UsageError(
    `Expected <module>#<function> for --include, such as 'lodash#chunk', 'src/**#*' or 'node:fs#readFileSync', got '${target}'`,
  );
}

function checkedFile(file: string): string {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UsageError(`Expected a file of settings for --config, found none at ${path}`);
  return path;
}

/** A bad option is wrong use, where a bad variable would only be warned of. */
function checkedSetting(key: (typeof SETTINGS)[number], value: string): string {
  const setting = SETTINGS_TABLE[key];
  try {
    setting.check(setting.parse(value), `--${key}`);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return value;
}
