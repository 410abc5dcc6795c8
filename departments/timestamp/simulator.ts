/**
 * Simulated time-stamp authority: its own key, made at first use and kept in the journal; its certificate it gets from the
 * demo authority of the seal service. `PUT /time-source {available: false}` takes its clock away (`timeNotAvailable`).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { request } from 'undici';
import { OID } from '../../platform/signatures/object-ids.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, NotNow } from '../simulation/simulator.ts';
import { timestampOperations } from './contract.ts';
import { decodeQuery, encodeGranted, encodeRejected, type Failure } from './messages.ts';
import { DEMO_POLICY, stampToken } from './stamp-token.ts';

/** The certificate is DER in base64. */
interface StoredStamper {
  readonly privateKeyPem: string;
  readonly certificate: string;
}

/** Digests it stamps, with their lengths in bytes. */
const DIGESTS = new Map<string, number>([
  [OID.sha256, 32],
  [OID.sha384, 48],
  [OID.sha512, 64],
]);

const WORDS: Partial<Record<Failure, string>> = {
  badAlg: '不支持的摘要算法，请用 SHA-256、SHA-384 或 SHA-512。',
  badDataFormat: '请求不是 RFC 3161 的时间戳请求。',
  timeNotAvailable: '时间源不可用，请稍后重试。',
  unacceptedPolicy: '不支持所要求的时间戳策略。',
  unacceptedExtension: '不支持请求中的扩展项。',
};

const TimeSource = Type.Object({ available: Type.Boolean() }, { additionalProperties: false });
const Issued = Type.Object({ certificate: Type.String() });

export async function timestampSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'timestamp', options);
  const stampers = kit.table<StoredStamper>('stampers');
  let timeAvailable = true;
  let opening: Promise<StoredStamper> | null = null;

  /** @throws NotNow while the authority does not answer */
  async function stamper(): Promise<StoredStamper> {
    const known = stampers.get('demo');
    if (known) return known;
    opening ??= open().finally(() => {
      opening = null;
    });
    return opening;
  }

  async function open(): Promise<StoredStamper> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
    const made = {
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: await certificateFor(publicKey),
    };
    stampers.set('demo', made);
    return made;
  }

  async function certificateFor(publicKey: string): Promise<string> {
    try {
      const answer = await request(`${options.peer('seal')}/authority/time-stampers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ publicKey }),
      });
      const body = (await answer.body.json()) as Type.Static<typeof Issued>;
      if (answer.statusCode === 200) return body.certificate;
      kit.log.warn({ status: answer.statusCode }, 'the authority issues no certificate');
    } catch (error) {
      kit.log.warn({ code: (error as { code?: string }).code }, 'the authority cannot be reached');
    }
    throw new NotNow('CERTIFICATE_MISSING', '时间戳服务还没有证书，请稍后重试。');
  }

  function answer(bytes: Buffer, { privateKeyPem, certificate }: StoredStamper): Buffer {
    const reject = (failure: Failure) => encodeRejected(failure, WORDS[failure] ?? '时间戳请求被拒绝。');
    const query = decodeQuery(bytes);
    if (typeof query === 'string') return reject(query);
    const { imprint, policy, nonce, certificateWanted } = query;
    const length = DIGESTS.get(imprint.algorithm);
    if (length === undefined) return reject('badAlg');
    if (imprint.digest.length !== length) return reject('badDataFormat');
    if (policy !== null && policy !== DEMO_POLICY) return reject('unacceptedPolicy');
    if (!timeAvailable) return reject('timeNotAvailable');
    return encodeGranted(
      stampToken(imprint, {
        privateKey: createPrivateKey(privateKeyPem),
        certificate: Buffer.from(certificate, 'base64'),
        at: options.clock.now(),
        nonce,
        withCertificate: certificateWanted,
      }),
    );
  }

  kit.serve(timestampOperations.stamp, (bytes, _params, prepared: StoredStamper) => answer(bytes, prepared), {
    prepare: stamper,
  });

  app.put('/time-source', { schema: { body: TimeSource } }, async (request) => {
    timeAvailable = (request.body as Type.Static<typeof TimeSource>).available;
    return { available: timeAvailable };
  });
}
