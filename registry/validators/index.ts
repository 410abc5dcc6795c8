/** Validators of domain §3. Pure: they run in the browser and on the server. */
export * from './certificate-no.ts';
export * from './citizen-id.ts';
export * from './court-case-no.ts';
export * from './fields.ts';
export * from './id-number.ts';
export * from './shares.ts';
export type * from './types.ts';
export * from './unit-code.ts';
export * from './uscc.ts';
