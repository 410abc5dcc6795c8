/** Checking of seals on documents: PDF signatures (PAdES) and detached SM2 signatures. Knows no register and no service. */
export { checkSeal, type SealAnswer } from './accept.ts';
export { authorityOf, commonNameOf, fingerprintOf, readCertificate } from './certificates.ts';
export { pdfSignatures } from './pdf-signature.ts';
export { type PadesCheck, type PadesProblem, verifyPades } from './verify-pades.ts';
export { type Sm2Problem, type Sm2Signature, verifySm2 } from './verify-sm2.ts';
export type { TimeStamp } from './verify-time-stamp.ts';
export { PADES_WORDS, SM2_WORDS } from './words.ts';
