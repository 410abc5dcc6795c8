/**
 * Simulated seal service with real Ed25519 keys, made when a seal is first used and kept in the journal. Its seals are
 * demo seals: no legal force, marked 演示. `PUT /seals/:sealId {status}` lets one expire.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { Seal, SignAnswer } from './contract.ts';
import { sealOperations, signedText } from './contract.ts';

/** The six district offices that own a registration seal. */
const offices = new Map([
  ['330203', '海曙'],
  ['330205', '江北'],
  ['330206', '北仑'],
  ['330211', '镇海'],
  ['330212', '鄞州'],
  ['330213', '奉化'],
]);

interface StoredSeal {
  readonly sealId: string;
  readonly privateKeyPem: string;
  readonly status: Seal['status'];
}

const SealStatus = Type.Object({
  status: Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('revoked')]),
});

export async function sealSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'seal', options);
  const seals = kit.table<StoredSeal>('seals');

  function find(sealId: string): StoredSeal | undefined {
    if (!offices.has(sealId.slice('seal-'.length))) return undefined;
    const known = seals.get(sealId);
    if (known) return known;
    const { privateKey } = generateKeyPairSync('ed25519');
    const seal: StoredSeal = {
      sealId,
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      status: 'active',
    };
    seals.set(sealId, seal);
    return seal;
  }

  kit.serve(sealOperations.sign, (request) => {
    const seal = find(request.sealId);
    if (!seal) return refuse('SEAL_REFUSED', '印章不存在，请系统管理员核对印章编号。');
    if (seal.status !== 'active') return refuse('SEAL_REFUSED', '印章已过期或已注销，请系统管理员换领印章证书。');
    if (request.pdfBase64 !== undefined && sha256(Buffer.from(request.pdfBase64, 'base64')) !== request.docHash) {
      return refuse('SEAL_REFUSED', '文件与摘要不一致，请重新生成文件后再签章。');
    }
    const described = describe(seal);
    const timestamp = kit.now();
    const place = request.position ? { position: request.position } : {};
    const text = signedText({ docHash: request.docHash, sealId: seal.sealId, timestamp, ...place });
    return {
      signatureNo: kit.nextNumber('SGN'),
      docHash: request.docHash,
      sealId: seal.sealId,
      sealName: described.sealName,
      certSerial: described.certSerial,
      algorithm: 'Ed25519',
      ...place,
      signature: sign(null, Buffer.from(text), createPrivateKey(seal.privateKeyPem)).toString('base64'),
      timestamp,
      demo: true,
      mark: '演示',
    } satisfies SignAnswer;
  });

  kit.serve(sealOperations.fetchSeal, (_body, { sealId }) => {
    const seal = find(sealId);
    return seal ? describe(seal) : refuse('SEAL_NOT_FOUND', '印章不存在，请核对印章编号。');
  });

  app.get('/seals', async () => ({
    seals: [...offices.keys()].map((district) => describe(find(`seal-${district}`)!)),
  }));

  app.put('/seals/:sealId', { schema: { body: SealStatus } }, async (request, reply) => {
    const seal = find((request.params as { sealId: string }).sealId);
    if (!seal) return problem(reply, 404, 'SEAL_NOT_FOUND', '印章不存在');
    const changed = { ...seal, ...(request.body as Type.Static<typeof SealStatus>) };
    seals.set(seal.sealId, changed);
    return describe(changed);
  });
}

function describe(seal: StoredSeal): Seal {
  const publicKey = createPublicKey(createPrivateKey(seal.privateKeyPem));
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    sealId: seal.sealId,
    sealName: `宁波市不动产登记服务中心${offices.get(seal.sealId.slice('seal-'.length))}分中心不动产登记专用章（演示）`,
    certSerial: sha256(der).slice(0, 20).toUpperCase(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    status: seal.status,
    demo: true,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
