import type { CERTIFICATE_COMPLETIONS, CompletionOf } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { type Evidence, type EvidenceOf, note, noteOnly } from './evidence.ts';

const recordPrint: Evidence<CompletionOf<'PrintCertificate'>> = async ({ registry }, task, completion, user) => {
  const live = await registry.certificates.listByCase(task.caseNo);
  const own = new Set(live.map((certificate) => certificate.certificateNo));
  const strange = completion.prints.find((print) => !own.has(print.certificateNo));
  if (strange) {
    const message = `${strange.certificateNo} 不是本业务的证书，请核对证号。`;
    throw invalid(message, [{ path: '/prints', code: 'CERTIFICATE_UNKNOWN', message }]);
  }
  const named = new Set(completion.prints.map((print) => print.certificateNo));
  const forgotten = live.find(
    (one) => one.status === 'LIVE' && one.paperSerial === null && !named.has(one.certificateNo),
  );
  if (completion.printDecision === 'printed' && forgotten) {
    const message = `${forgotten.certificateNo} 还没有印刷序列号，请全部打印后提交。`;
    throw invalid(message, [{ path: '/prints', code: 'PRINT_MISSING', message }]);
  }
  for (const print of completion.prints) {
    await registry.certificates.recordPrint({
      caseNo: task.caseNo,
      certificateNo: print.certificateNo,
      serial: print.serial,
      decision: completion.printDecision,
      ...(completion.note ? { reason: completion.note } : {}),
      by: user.userId,
    });
  }
  return { printDecision: completion.printDecision };
};

export const CERTIFICATE_EVIDENCE: EvidenceOf<typeof CERTIFICATE_COMPLETIONS> = {
  PaymentProblem: noteOnly,
  SealProblem: noteOnly,
  PrintCertificate: recordPrint,
  Deliver: async ({ registry }, task, completion, user) => {
    await registry.certificates.recordDelivery({ caseNo: task.caseNo, way: 'window', by: user.userId });
    await note(registry, task, user, '核验领证人身份后发证', {
      receiverName: completion.receiverName,
      receiverIdNo: completion.receiverIdNo,
      note: completion.note,
    });
    return {};
  },
};
