import { hostileArguments } from './arguments/fault.js';
import { databases } from './databases/fault.js';
import { disk } from './disk/fault.js';
import { exits } from './exits/fault.js';
import type { Fault } from './fault.js';
import { kills } from './kills/fault.js';
import { overload } from './overload/fault.js';
import { power } from './power/fault.js';
import { secrets } from './secrets/fault.js';

/** All faults, in the order of the table. */
export const FAULTS: readonly Fault[] = [
  kills,
  power,
  disk,
  overload,
  exits,
  hostileArguments,
  databases,
  secrets,
];
