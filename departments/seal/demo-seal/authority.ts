/**
 * The demo certification authority and the keys of its seals. Private keys stay in the simulator's own journal: no answer, no
 * log and no error carries one.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { sm2Digest } from '../../../platform/signatures/verify-sm2.ts';
import { issueCertificate, sm2PublicKeyInfo } from './certificate.ts';
import { type PreparedCms, prepareCms } from './cms.ts';

const AUTHORITY_NAME = '一通演示电子印章根证书';
const STAMPER_NAME = '一通演示时间戳服务';

/** As kept in the journal: keys as PKCS #8 in PEM, the SM2 key as hexadecimal. */
export interface StoredAuthority {
  readonly privateKeyPem: string;
  readonly certificate: string;
}
export interface StoredKeys {
  readonly privateKeyPem: string;
  /** DER, base64. */
  readonly certificate: string;
  readonly sm2PrivateKey: string;
  readonly sm2PublicKey: string;
  readonly sm2Certificate: string;
}

const newKey = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
const publicKeyOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });

export function createAuthority(): StoredAuthority {
  const { privateKey, privateKeyPem } = newKey();
  const issuer = { name: AUTHORITY_NAME, publicKey: publicKeyOf(privateKey), privateKey };
  const certificate = issueCertificate({
    name: AUTHORITY_NAME,
    publicKey: issuer.publicKey,
    issuer,
    usage: 'authority',
  });
  return { privateKeyPem, certificate: certificate.toString('base64') };
}

function issuerOf(authority: StoredAuthority) {
  const privateKey = createPrivateKey(authority.privateKeyPem);
  return { name: AUTHORITY_NAME, publicKey: publicKeyOf(privateKey), privateKey };
}

/**
 * Certificate of the time-stamp authority, for stamps only, in DER and base64.
 * @param publicKey DER of its SubjectPublicKeyInfo
 * @throws Error when it is no key on P-256
 */
export function certifyStamper(authority: StoredAuthority, publicKey: Buffer): string {
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('no key on P-256');
  const order = { name: STAMPER_NAME, publicKey, issuer: issuerOf(authority) };
  return issueCertificate({ ...order, usage: 'time_stamp' }).toString('base64');
}

/** Both keys of a seal with their certificates. */
export function createKeys(authority: StoredAuthority, sealName: string): StoredKeys {
  const issuer = issuerOf(authority);
  const { privateKey, privateKeyPem } = newKey();
  const pair = sm2.generateKeyPairHex();
  const issue = (publicKey: Buffer) =>
    issueCertificate({ name: sealName, publicKey, issuer, usage: 'seal' }).toString('base64');
  return {
    privateKeyPem,
    certificate: issue(publicKeyOf(privateKey)),
    sm2PrivateKey: pair.privateKey,
    sm2PublicKey: pair.publicKey,
    sm2Certificate: issue(sm2PublicKeyInfo(pair.publicKey)),
  };
}

export const pemOf = (certificate: string): string =>
  new X509Certificate(Buffer.from(certificate, 'base64')).toString();
export const serialOf = (certificate: string): string =>
  new X509Certificate(Buffer.from(certificate, 'base64')).serialNumber;

/** A detached CMS signature with the whole chain, ready for its time stamp. */
export const cmsBy = (keys: StoredKeys, authority: StoredAuthority, content: Buffer): PreparedCms =>
  prepareCms(content, {
    privateKey: createPrivateKey(keys.privateKeyPem),
    chain: [Buffer.from(keys.certificate, 'base64'), Buffer.from(authority.certificate, 'base64')],
  });

/** SM2 with SM3 and the usual identity (GB/T 32918.2, GB/T 35276): DER of (r, s), base64. */
export function sm2By(keys: StoredKeys, content: Uint8Array): string {
  const { sm2PrivateKey, sm2PublicKey: publicKey } = keys;
  const signature = sm2.doSignature(sm2Digest(content, publicKey), sm2PrivateKey, { der: true, publicKey });
  return Buffer.from(signature, 'hex').toString('base64');
}
