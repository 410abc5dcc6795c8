/** The pure core of the embedded engine: `createCore()` and its vocabulary. */
import type { Rejection } from './types.ts';

export { createCore } from './core.ts';
export * from './types.ts';

/** The text Zeebe's gateway sends for a rejected command. */
export function rejectionMessage({ type, reason, intent }: Rejection): string {
  return `Command '${intent}' rejected with code '${type}': ${reason}`;
}
