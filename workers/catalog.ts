/** One entry per job type of processes/*.bpmn. The modeler's list of service tasks and the runtime both read this. */

import { ingestArchive } from './handlers/cases/archive.ingest.ts';
import { acceptCase } from './handlers/cases/case.accept.ts';
import { autoReview } from './handlers/cases/case.auto.review.ts';
import { closeCase } from './handlers/cases/case.close.ts';
import { checkInterruption } from './handlers/cases/case.interruption.check.ts';
import { markRecheck } from './handlers/cases/case.mark.recheck.ts';
import { issueLicence } from './handlers/certificates/ecert.issue.ts';
import { signSeal } from './handlers/certificates/seal.sign.ts';
import { renderDocument } from './handlers/documents/doc.render.ts';
import { fetchMaterial } from './handlers/documents/material.fetch.ts';
import { openEscalation } from './handlers/escalation/escalation.open.ts';
import { remindEscalation } from './handlers/escalation/escalation.remind.ts';
import { checkAuthority } from './handlers/identity/agent.authority.check.ts';
import { verifyIdentity } from './handlers/identity/identity.verify.ts';
import { autoAccept } from './handlers/intake/case.auto.accept.ts';
import { checkIntake } from './handlers/intake/case.intake.check.ts';
import { intakeFacts } from './handlers/intake/case.intake.facts.ts';
import { requestSupplement } from './handlers/intake/supplement.request.ts';
import { sendNotification } from './handlers/notify/notify.send.ts';
import { createPayment } from './handlers/payment/pay.create.ts';
import { refundPayment } from './handlers/payment/pay.refund.ts';
import { writeBook } from './handlers/registry/registry.book.write.ts';
import { checkUnit } from './handlers/registry/registry.unit.check.ts';
import { queryUnit } from './handlers/registry/registry.unit.query.ts';
import { recheckUnit } from './handlers/registry/registry.unit.recheck.ts';
import { breachSla } from './handlers/sla/sla.breach.ts';
import { pauseSla } from './handlers/sla/sla.pause.ts';
import { reclassifySla } from './handlers/sla/sla.reclassify.ts';
import { resumeSla } from './handlers/sla/sla.resume.ts';
import { checkStatutory } from './handlers/sla/sla.statutory.ts';
import { stopSla } from './handlers/sla/sla.stop.ts';
import { warnSla } from './handlers/sla/sla.warn.ts';
import { assessTax } from './handlers/tax/tax.assess.ts';
import { clearTax } from './handlers/tax/tax.clearance.ts';
import { countHousing } from './handlers/tax/tax.housing.count.ts';
import { refundTax } from './handlers/tax/tax.refund.ts';
import { cancelContract } from './handlers/trade/trade.contract.cancel.ts';
import { fileContract } from './handlers/trade/trade.contract.file.ts';
import type { JobSpec } from './job.ts';

export const catalog: readonly JobSpec[] = [
  queryUnit,
  checkUnit,
  verifyIdentity,
  checkAuthority,
  fetchMaterial,
  intakeFacts,
  autoAccept,
  checkIntake,
  requestSupplement,
  acceptCase,
  fileContract,
  countHousing,
  assessTax,
  clearTax,
  autoReview,
  openEscalation,
  remindEscalation,
  recheckUnit,
  writeBook,
  stopSla,
  createPayment,
  renderDocument,
  signSeal,
  issueLicence,
  sendNotification,
  ingestArchive,
  closeCase,
  pauseSla,
  resumeSla,
  reclassifySla,
  warnSla,
  breachSla,
  checkStatutory,
  checkInterruption,
  markRecheck,
  cancelContract,
  refundTax,
  refundPayment,
];
