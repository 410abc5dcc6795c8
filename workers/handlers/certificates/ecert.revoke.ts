import Type from 'typebox';
import { answerOf, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** INV-31: a certificate or proof that the register has cancelled has no valid licence either. */
export const revokeLicence = defineJob({
  type: 'ecert.revoke',
  department: 'ecert',
  description: '注销已失效证书、证明的电子证照',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ revoked: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the store answers a second revocation like the first; the key is the licence',
  async handle({ caseNo }, { deps, call }) {
    const licences = await deps.registry.certificates.cancelledLicences(caseNo);
    let revoked = 0;
    for (const { certificateNo, licenceId } of licences) {
      const request = { caseNo, reason: '登记簿已注销该权利' };
      const answer = answerOf(await deps.clients.ecert.revoke(licenceId, request, call(caseNo, licenceId)));
      if (answer.ok) {
        revoked += 1;
        const at = new Date(answer.value.revokedAt ?? deps.clock.now());
        await deps.registry.certificates.recordLicenceRevoked({ certificateNo, caseNo, at });
      }
      // Proofs from before the store existed have no licence there: the register alone decides whether they are good.
      else deps.log.warn({ caseNo, licenceId, code: answer.code }, 'no such licence in the store');
    }
    return complete({ revoked });
  },
});
