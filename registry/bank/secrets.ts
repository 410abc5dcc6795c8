import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Tokens and codes leave the register once, in a message or on a screen; what is kept is their SHA-256. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** 256 bits, for an address. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url');

/** Six digits by SMS; guessing is limited by counting. */
export const newSmsCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

/** No letters or digits that look alike: it is read out at a counter. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** Twelve characters, 59 bits: not to be guessed through an API that limits its callers. */
export const newConsentCode = (): string =>
  Array.from({ length: 12 }, () => ALPHABET[randomInt(0, ALPHABET.length)])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

export const normaliseConsentCode = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/(.{4})(?=.)/g, '$1-');
