/** What all entities are made of. */

/** Decimal string of an int64. `'-1'` means "none", as in Zeebe. */
export type Key = string;

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Variables = Record<string, Json>;
export const NO_KEY: Key = '-1';
export const DEFAULT_TENANT = '<default>';
