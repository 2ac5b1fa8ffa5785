import type { FunctionInfo } from './function-info.js';

/** Every function that this process has intercepted: a database counts the calls since it was begun. */
export const knownFunctions = new Set<FunctionInfo>();
