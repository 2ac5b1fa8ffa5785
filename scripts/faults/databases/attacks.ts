import type { Attack } from './attack.js';
import { FILE_ATTACKS } from './file-attacks.js';
import { HUGE_ATTACKS } from './huge-attacks.js';
import { LINE_ATTACKS } from './line-attacks.js';
import { LINK_ATTACKS } from './link-attacks.js';
import { VALUE_ATTACKS } from './value-attacks.js';

/** Every attack that was thought of; the dear ones last. */
export const ATTACKS: readonly Attack[] = [
  ...LINE_ATTACKS,
  ...VALUE_ATTACKS,
  ...FILE_ATTACKS,
  ...LINK_ATTACKS,
  ...HUGE_ATTACKS,
];
