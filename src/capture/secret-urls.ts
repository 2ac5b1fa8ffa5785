import { codeAt, endsWith, indexOf, slice, startsWith } from './safe-strings.js';
import { isPlaceholder } from './secret-placeholder.js';
import type { Stretch } from './secret-text.js';
import { endsUrl, isAllOf, isDigit } from './text-characters.js';

/** Longer than any authority; a run of characters without a space may be a whole file. */
const LONGEST = 2048;
/** Schemes with which a name alone is a token: `https://ghp_…@github.com`. */
const WEB_SCHEMES = ['http', 'https', 'ws', 'wss'] as const;

const [COLON, AT, SLASH, QUESTION, HASH, BRACKET] = [0x3a, 0x40, 0x2f, 0x3f, 0x23, 0x5b] as const;

/** User and password in the first URL from `from` on that has them: `app:hunter2` of `postgres://app:hunter2@db/x`. */
export function findUserinfo(text: string, from: number): Stretch | undefined {
  if (from === 0 && startsWith(text, '//', 0)) {
    const found = userinfoAt(text, 2, 0);
    if (found !== undefined) return found;
  }
  let at = indexOf(text, '://', from);
  for (; at !== -1; at = indexOf(text, '://', at + 3)) {
    const found = userinfoAt(text, at + 3, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands from `start` on up to a space, a quote or the like, by its parts. */
interface Authority {
  colon: number;
  /** The last `@` before, and the last one behind, where path, query or fragment begin. */
  sign: number;
  signBehind: number;
  end: number;
}

function userinfoAt(text: string, start: number, scheme: number): Stretch | undefined {
  const { colon, sign, signBehind, end } = readAuthority(text, start);
  if (sign > start) {
    const hasPassword = colon !== -1 && colon < sign;
    const isSecret = hasPassword ? !isPlaceholder(text, colon + 1, sign) : isWeb(text, scheme);
    return isSecret && !isPlaceholder(text, start, sign) ? { start, end: sign } : undefined;
  }
  // A password that ought to have been encoded: postgres://app:pass/word@db
  const isCut = signBehind !== -1 && colon !== -1 && !isAllOf(text, colon + 1, end, isDigit);
  return isCut && !isPlaceholder(text, colon + 1, signBehind) ? { start, end: signBehind } : undefined;
}

function readAuthority(text: string, start: number): Authority {
  const found = { colon: -1, sign: -1, signBehind: -1, end: -1 };
  if (codeAt(text, start) === BRACKET) return found;
  for (let index = start; index < text.length && index - start < LONGEST; index++) {
    const code = codeAt(text, index);
    if (endsUrl(code)) break;
    const isBehind = found.end !== -1;
    if (code === AT) found[isBehind ? 'signBehind' : 'sign'] = index;
    else if (code === COLON && !isBehind && found.colon === -1) found.colon = index;
    else if (!isBehind && (code === SLASH || code === QUESTION || code === HASH)) found.end = index;
  }
  return found;
}

function isWeb(text: string, end: number): boolean {
  const before = slice(text, end > 8 ? end - 8 : 0, end);
  for (let index = 0; index < WEB_SCHEMES.length; index++) {
    if (endsWith(before, WEB_SCHEMES[index] as string)) return true;
  }
  return false;
}
