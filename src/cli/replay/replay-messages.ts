import type { CallReport, ReplayedName, ReplaySetup } from './call-report.js';

/** What the command asks of the process that makes the calls. */
export type Request =
  | { readonly kind: 'open'; readonly setup: ReplaySetup }
  | { readonly kind: 'obstacle'; readonly name: ReplayedName }
  | { readonly kind: 'replay'; readonly name: ReplayedName; readonly invocation: number };

/** What it answers, to one request after the other. */
export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'obstacle'; readonly obstacle: string | undefined }
  | { readonly kind: 'replayed'; readonly report: CallReport }
  /** The request itself could not be met: the module cannot be loaded. */
  | { readonly kind: 'refused'; readonly message: string };
