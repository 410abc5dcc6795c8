/**
 * Simulated seal service: a demo authority with real keys, made when first needed and kept in the journal. Its seals are demo
 * seals: no legal force, marked 演示. The time stamp on a PDF comes from the time-stamp authority, over HTTP.
 * `PUT /seals/:sealId {status, roles}` lets one expire, or takes it from a role.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, NotNow, problem, type Refusal, refuse } from '../simulation/simulator.ts';
import { createTimestampClient, type TimestampClient } from '../timestamp/client.ts';
import type { SealPosition, SignAnswer, SignRequest } from './contract.ts';
import { sealOperations } from './contract.ts';
import { certifyStamper, cmsBy, pemOf, serialOf, sm2By } from './demo-seal/authority.ts';
import { preparePdf } from './demo-seal/seal-pdf.ts';
import { describeSeal, districtOf, openSealRegistry, type StoredSeal } from './seal-registry.ts';

/** What makes the same answer again, together with the request: far smaller than the sealed file. */
interface Signing {
  readonly docHash: string;
  /** Missing in journals of earlier versions. */
  readonly sealId?: string;
  readonly signatureNo: string;
  readonly timestamp: string;
  /** Base64. */
  readonly cms: string | null;
  readonly sm2: string | null;
}

/** Two tries end well within the time that callers of this service give it. */
const STAMP_TIMEOUT_MS = 3_000;

const StamperOrder = Type.Object(
  { publicKey: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
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

  /** Made at the first request: the address is known once all simulators listen. */
  let stamper: TimestampClient | undefined;
  app.addHook('onClose', () => stamper?.close());
  function timestampService(): TimestampClient {
    stamper ??= createTimestampClient({ address: options.peer('timestamp'), timeoutMs: STAMP_TIMEOUT_MS });
    return stamper;
  }

  /**
   * The signature inside the PDF with its time stamp, for a document that has none yet. Without a stamp there is no seal: nothing is
   * kept, and the same request may come again.
   *
   * @returns null when there is nothing to sign, or `sign` will refuse it
   * @throws NotNow while the time-stamp authority gives no stamp
   */
  async function signPdf(request: SignRequest, traceId: string): Promise<Pick<Signing, 'timestamp' | 'cms'> | null> {
    const checked = check(request);
    if ('code' in checked || !request.forms.includes('pades') || signings.get(keyOf(request))) return null;
    const timestamp = kit.now();
    const prepared = prepare(checked.content, checked.seal, timestamp, request.position);
    if (!prepared) return null;
    const cms = cmsBy(checked.seal.keys, registry.authority(), prepared.content);
    const digest = createHash('sha256').update(cms.signature).digest();
    const stamp = await timestampService().stamp(digest, { traceId });
    if (stamp.kind !== 'ok') {
      kit.log.warn({ reason: stamp.technical.message }, 'no time stamp, so no seal');
      throw new NotNow('TIME_STAMP_UNAVAILABLE', '时间戳服务暂不可用，没有签章，请稍后重试。');
    }
    return { timestamp, cms: cms.complete(stamp.value).toString('base64') };
  }

  function check(request: SignRequest): { seal: StoredSeal; content: Buffer } | Refusal {
    const seal = registry.find(request.sealId);
    const refusal = whyNot(seal, request);
    if (refusal !== null || !seal) return refuse('SEAL_REFUSED', refusal ?? '');
    const content = Buffer.from(request.contentBase64, 'base64');
    if (sha256(content) !== request.docHash)
      return refuse('SEAL_REFUSED', '文件与摘要不一致，请重新生成文件后再签章。');
    const known = signings.get(keyOf(request));
    if (known && known.docHash !== request.docHash)
      return refuse('SEAL_REFUSED', '该文件已经盖过章，内容与这次不同；请核对文件，不得用同一编号另盖。');
    if (known?.sealId && known.sealId !== request.sealId)
      return refuse('SEAL_REFUSED', '该文件已经用另一枚印章盖过章，不得再盖；请核对所用印章。');
    return { seal, content };
  }

  function sign(request: SignRequest, made: Pick<Signing, 'timestamp' | 'cms'> | null): SignAnswer | Refusal {
    const checked = check(request);
    if ('code' in checked) return checked;
    const { seal, content } = checked;
    const key = keyOf(request);
    // Of two requests that were stamped at the same time the second gets the first one's signature.
    const known = signings.get(key);
    const timestamp = known?.timestamp ?? made?.timestamp ?? kit.now();
    const prepared = request.forms.includes('pades') ? prepare(content, seal, timestamp, request.position) : null;
    if (prepared === undefined) return refuse('SEAL_REFUSED', '文件不是可以签章的 PDF，请重新生成文件后再签章。');
    const cms = known?.cms ?? made?.cms ?? null;
    if (prepared && cms === null) throw new Error('signed without a time stamp');
    const sealed = prepared && cms ? prepared.complete(Buffer.from(cms, 'base64')) : null;
    const sm2 = request.forms.includes('sm2') ? (known?.sm2 ?? sm2By(seal.keys, sealed ?? content)) : null;
    const signatureNo = known?.signatureNo ?? kit.nextNumber('SGN');
    if (!known) signings.set(key, { docHash: request.docHash, sealId: seal.sealId, signatureNo, timestamp, cms, sm2 });
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
  kit.serve(sealOperations.sign, (request, _params, made) => sign(request, made), { keep: false, prepare: signPdf });

  kit.serve(sealOperations.fetchSeal, (_body, { sealId }) => {
    const seal = registry.find(sealId);
    return seal ? describeSeal(seal, registry.authority()) : refuse('SEAL_NOT_FOUND', '印章不存在，请核对印章编号。');
  });

  // What the time-stamp authority needs to begin with; no operation of the seal service.
  app.post('/authority/time-stampers', { schema: { body: StamperOrder } }, async (request, reply) => {
    const { publicKey } = request.body as Type.Static<typeof StamperOrder>;
    try {
      return { certificate: certifyStamper(registry.authority(), Buffer.from(publicKey, 'base64')) };
    } catch {
      return problem(reply, 400, 'KEY_UNUSABLE', '公钥须为 P-256（DER，Base64）');
    }
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

const keyOf = ({ caseNo, documentNo, forms }: SignRequest) => `${caseNo}:${documentNo}:${[...forms].sort().join('+')}`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
