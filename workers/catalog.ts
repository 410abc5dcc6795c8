/** One entry per job type of processes/*.bpmn. The modeler's list of service tasks and the runtime both read this. */

import { acceptByMachine } from './handlers/bank/case.intake.machine.ts';
import { reviewByMachine } from './handlers/bank/case.review.machine.ts';
import { renderPapers } from './handlers/bank/mortgage.papers.render.ts';
import { checkRank } from './handlers/bank/mortgage.rank.check.ts';
import { checkConsent } from './handlers/bank/owner.consent.check.ts';
import { notifyOwner } from './handlers/bank/owner.notify.ts';
import { inviteSigners } from './handlers/bank/signers.invite.ts';
import { checkArchive } from './handlers/cases/archive.check.ts';
import { ingestArchive } from './handlers/cases/archive.ingest.ts';
import { acceptCase } from './handlers/cases/case.accept.ts';
import { autoReview } from './handlers/cases/case.auto.review.ts';
import { closeCase } from './handlers/cases/case.close.ts';
import { checkInterruption } from './handlers/cases/case.interruption.check.ts';
import { markRecheck } from './handlers/cases/case.mark.recheck.ts';
import { issueLicence } from './handlers/certificates/ecert.issue.ts';
import { revokeLicence } from './handlers/certificates/ecert.revoke.ts';
import { signSeal } from './handlers/certificates/seal.sign.ts';
import { raiseAlarm } from './handlers/court/court.alarm.ts';
import { readForm } from './handlers/court/court.form.facts.ts';
import { openNotice } from './handlers/court/court.notice.open.ts';
import { receiveNotice } from './handlers/court/court.notice.receive.ts';
import { returnToCourt } from './handlers/court/court.notice.return.ts';
import { notifyLapsed } from './handlers/court/court.notify.lapsed.ts';
import { notifyPromoted } from './handlers/court/court.notify.promoted.ts';
import { deliverReceipt } from './handlers/court/court.receipt.deliver.ts';
import { renderReceipt } from './handlers/court/court.receipt.render.ts';
import { sealReceipt } from './handlers/court/court.receipt.seal.ts';
import { remindCourt } from './handlers/court/court.remind.ts';
import { queryForCourt } from './handlers/court/registry.court.query.ts';
import { expireSeizure } from './handlers/court/registry.seizure.expire.ts';
import { writeSeizure } from './handlers/court/registry.seizure.write.ts';
import { armWatch } from './handlers/court/seizure.watch.arm.ts';
import { orderDelivery } from './handlers/delivery/logistics.order.ts';
import { renderDocument } from './handlers/documents/doc.render.ts';
import { fetchMaterial } from './handlers/documents/material.fetch.ts';
import { openEscalation } from './handlers/escalation/escalation.open.ts';
import { remindEscalation } from './handlers/escalation/escalation.remind.ts';
import { openEscrow } from './handlers/escrow/escrow.open.ts';
import { refundEscrow } from './handlers/escrow/escrow.refund.ts';
import { releaseEscrow } from './handlers/escrow/escrow.release.ts';
import { askEscrow } from './handlers/escrow/escrow.status.ts';
import { notifyHukou } from './handlers/hukou/hukou.notify.ts';
import { checkAuthority } from './handlers/identity/agent.authority.check.ts';
import { verifyIdentity } from './handlers/identity/identity.verify.ts';
import { autoAccept } from './handlers/intake/case.auto.accept.ts';
import { checkIntake } from './handlers/intake/case.intake.check.ts';
import { intakeFacts } from './handlers/intake/case.intake.facts.ts';
import { requestSupplement } from './handlers/intake/supplement.request.ts';
import { remindHolder } from './handlers/lapse/lapse.remind.ts';
import { readWatchedRight } from './handlers/lapse/lapse.watch.read.ts';
import { sendProgressLink } from './handlers/links/progress.link.send.ts';
import { requestDisbursement } from './handlers/loanbank/loan.disburse.request.ts';
import { queryPayoff } from './handlers/loanbank/loan.payoff.query.ts';
import { deliverProof } from './handlers/loanbank/loan.proof.deliver.ts';
import { queryLoan } from './handlers/loanbank/loan.query.ts';
import { remindBank } from './handlers/loanbank/loan.remind.ts';
import { sendNotification } from './handlers/notify/notify.send.ts';
import { createPayment } from './handlers/payment/pay.create.ts';
import { refundPayment } from './handlers/payment/pay.refund.ts';
import { openPublicity } from './handlers/publicity/publicity.open.ts';
import { writeBook } from './handlers/registry/registry.book.write.ts';
import { checkUnit } from './handlers/registry/registry.unit.check.ts';
import { queryUnit } from './handlers/registry/registry.unit.query.ts';
import { recheckUnit } from './handlers/registry/registry.unit.recheck.ts';
import { reportUpper } from './handlers/registry/report.upper.ts';
import { fetchDeath } from './handlers/shared-data/civil.death.ts';
import { fetchMarriage } from './handlers/shared-data/civil.marriage.ts';
import { fetchCompany } from './handlers/shared-data/market.company.ts';
import { fetchHousehold } from './handlers/shared-data/police.household.ts';
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
import { notifyArrears } from './handlers/utility/utility.arrears.notify.ts';
import { batchUtility } from './handlers/utility/utility.batch.ts';
import { listUnfinished } from './handlers/utility/utility.close.list.ts';
import { concludeUtility } from './handlers/utility/utility.conclude.ts';
import { notifyUtility } from './handlers/utility/utility.notify.ts';
import { settleUtilities } from './handlers/utility/utility.settle.ts';
import { askUtility } from './handlers/utility/utility.status.ts';
import { transferUtility } from './handlers/utility/utility.transfer.ts';
import type { JobSpec } from './job.ts';

export const catalog: readonly JobSpec[] = [
  queryUnit,
  checkUnit,
  verifyIdentity,
  checkAuthority,
  fetchMaterial,
  fetchMarriage,
  fetchCompany,
  fetchHousehold,
  fetchDeath,
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
  openPublicity,
  remindEscalation,
  recheckUnit,
  writeBook,
  stopSla,
  createPayment,
  renderDocument,
  signSeal,
  issueLicence,
  sendNotification,
  orderDelivery,
  reportUpper,
  checkArchive,
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
  askEscrow,
  openEscrow,
  refundEscrow,
  releaseEscrow,
  notifyHukou,
  sendProgressLink,
  notifyArrears,
  batchUtility,
  listUnfinished,
  concludeUtility,
  notifyUtility,
  settleUtilities,
  askUtility,
  transferUtility,
  openNotice,
  receiveNotice,
  readForm,
  writeSeizure,
  queryForCourt,
  returnToCourt,
  renderReceipt,
  sealReceipt,
  deliverReceipt,
  raiseAlarm,
  armWatch,
  expireSeizure,
  remindCourt,
  notifyPromoted,
  notifyLapsed,
  readWatchedRight,
  remindHolder,
  queryLoan,
  queryPayoff,
  checkConsent,
  inviteSigners,
  renderPapers,
  acceptByMachine,
  reviewByMachine,
  checkRank,
  deliverProof,
  requestDisbursement,
  remindBank,
  revokeLicence,
  notifyOwner,
];
