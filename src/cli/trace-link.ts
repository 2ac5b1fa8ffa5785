import { safeText } from '../model/safe-text.js';
import { resolveSettings } from '../settings/resolve-settings.js';
import { traceUrl } from '../settings/value-kinds.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** The option by which the setting `url` is given, for commander. */
export const URL_OPTION = [
  '--url <template>',
  'your trace viewer: a URL with {traceId} and, if you like, {spanId} (default: the setting url)',
] as const;

/** What a link is made of. */
interface LinkedSpan {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Where a span is looked at in the user's own viewer; `undefined` where none is set. Settings that cannot be read are
 * warned of: what was recorded is shown without the link.
 * @throws UsageError for an option that is no such URL
 */
export function traceLink(
  { traceId, spanId }: LinkedSpan,
  option: string | undefined,
  terminal: Terminal,
): string | undefined {
  const template = option === undefined ? templateFromSettings(terminal) : checked(option);
  if (template === '') return undefined;
  const values = { '{traceId}': encodeURIComponent(traceId), '{spanId}': encodeURIComponent(spanId) };
  return template.replace(/\{(?:traceId|spanId)\}/g, (place) => values[place as keyof typeof values]);
}

function checked(option: string): string {
  try {
    return traceUrl.check(option, '--url');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function templateFromSettings(terminal: Terminal): string {
  const warn = (message: string) =>
    terminal.writeError(`${terminal.paintError.yellow('warning:')} ${safeText(message)}\n`);
  try {
    return resolveSettings({}, { warn }).url;
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
    return '';
  }
}
