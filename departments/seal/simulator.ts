/**
 * Simulated seal service: a demo authority with real keys, made when first needed and kept in the journal. Its seals are demo
 * seals: no legal force, marked 演示. `PUT /seals/:sealId {status, roles}` lets one expire, or takes it from a role.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, type Refusal, refuse } from '../simulation/simulator.ts';
import type { SealPosition, SignAnswer, SignRequest } from './contract.ts';
import { sealOperations } from './contract.ts';
import { cmsBy, pemOf, serialOf, sm2By } from './demo-seal/authority.ts';
import { preparePdf } from './demo-seal/seal-pdf.ts';
import { describeSeal, districtOf, openSealRegistry, type StoredSeal } from './seal-registry.ts';

/** What makes the same answer again, together with the request: far smaller than the sealed file. */
interface Signing {
  readonly docHash: string;
  readonly signatureNo: string;
  readonly timestamp: string;
  /** Base64. */
  readonly cms: string | null;
  readonly sm2: string | null;
}

const SealChange = Type.Object(
  {
    status: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('revoked')])),
    roles: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);

export async function sealSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'seal', options);
  const registry = openSealRegistry(kit);
  const signings = kit.table<Signing>('signings');

  function sign(request: SignRequest): SignAnswer | Refusal {
    const seal = registry.find(request.sealId);
    const refusal = whyNot(seal, request);
    if (refusal !== null || !seal) return refuse('SEAL_REFUSED', refusal ?? '');
    const content = Buffer.from(request.contentBase64, 'base64');
    if (sha256(content) !== request.docHash)
      return refuse('SEAL_REFUSED', '文件与摘要不一致，请重新生成文件后再签章。');
    const key = `${request.caseNo}:${request.documentNo}:${[...request.forms].sort().join('+')}`;
    const known = signings.get(key);
    if (known && known.docHash !== request.docHash)
      return refuse('SEAL_REFUSED', '该文件已经盖过章，内容与这次不同；请核对文件，不得用同一编号另盖。');
    const timestamp = known?.timestamp ?? kit.now();
    const prepared = request.forms.includes('pades') ? prepare(content, seal, timestamp, request.position) : null;
    if (prepared === undefined) return refuse('SEAL_REFUSED', '文件不是可以签章的 PDF，请重新生成文件后再签章。');
    const stamp = { by: registry.stamper(), at: new Date(timestamp) };
    const cms =
      prepared && (known?.cms ?? cmsBy(seal.keys, registry.authority(), prepared.content, stamp).toString('base64'));
    const sealed = prepared && cms ? prepared.complete(Buffer.from(cms, 'base64')) : null;
    const sm2 = request.forms.includes('sm2') ? (known?.sm2 ?? sm2By(seal.keys, sealed ?? content)) : null;
    const signatureNo = known?.signatureNo ?? kit.nextNumber('SGN');
    if (!known) signings.set(key, { docHash: request.docHash, signatureNo, timestamp, cms, sm2 });
    const { keys, sealId, sealName } = seal;
    return {
      signatureNo,
      docHash: request.docHash,
      sealId,
      sealName,
      timestamp,
      pades: sealed && {
        pdfBase64: sealed.toString('base64'),
        sha256: sha256(sealed),
        certSerial: serialOf(keys.certificate),
      },
      sm2:
        sm2 === null
          ? null
          : {
              algorithm: 'SM2-SM3',
              signature: sm2,
              certificatePem: pemOf(keys.sm2Certificate),
              certSerial: serialOf(keys.sm2Certificate),
            },
      authorityPem: pemOf(registry.authority().certificate),
      demo: true,
      mark: '演示',
    };
  }

  // Sealed files are not kept: the same request makes the same one again.
  kit.serve(sealOperations.sign, sign, { keep: false });

  kit.serve(sealOperations.fetchSeal, (_body, { sealId }) => {
    const seal = registry.find(sealId);
    return seal ? describeSeal(seal, registry.authority()) : refuse('SEAL_NOT_FOUND', '印章不存在，请核对印章编号。');
  });

  app.get('/seals', async () => ({
    seals: registry.sealIds.map((sealId) => describeSeal(registry.find(sealId)!, registry.authority())),
  }));

  app.put('/seals/:sealId', { schema: { body: SealChange } }, async (request, reply) => {
    const { sealId } = request.params as { sealId: string };
    const changed = registry.change(sealId, request.body as Type.Static<typeof SealChange>);
    return changed ? describeSeal(changed, registry.authority()) : problem(reply, 404, 'SEAL_NOT_FOUND', '印章不存在');
  });
}

/** Null when the seal may be used for this. */
function whyNot(seal: StoredSeal | undefined, { requestedBy }: SignRequest): string | null {
  if (!seal) return '印章不存在，请系统管理员核对印章编号。';
  if (seal.status !== 'active') return '印章已过期或已注销，请系统管理员换领印章证书。';
  if (districtOf(seal.sealId) !== requestedBy.district) return '该印章属于另一分中心，请使用本分中心的印章。';
  if (!seal.roles.includes(requestedBy.role)) return '该岗位没有使用这枚印章的授权，请系统管理员核对用章授权。';
  return null;
}

/** Undefined when it is no PDF that a signature fits into. */
function prepare(content: Buffer, seal: StoredSeal, timestamp: string, position: SealPosition | undefined) {
  const signedAt = new Date(timestamp);
  try {
    return preparePdf(content, { sealName: seal.sealName, signedAt, rect: rectOf(position) });
  } catch {
    return undefined;
  }
}

function rectOf(position: SealPosition | undefined): readonly [number, number, number, number] {
  if (!position) return [0, 0, 0, 0];
  const { xMm, yMm, sizeMm } = position;
  const points = (mm: number) => Math.round((mm / 25.4) * 72 * 100) / 100;
  return [points(xMm), points(yMm), points(xMm + sizeMm), points(yMm + sizeMm)];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
