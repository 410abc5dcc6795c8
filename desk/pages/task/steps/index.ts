import type { StepId } from '../../../../server/api/index.ts';
import { approveNotice } from './approve-notice.tsx';
import { archiveGap } from './archive-gap.tsx';
import { bankCheck, bankIdentity, confirmRank, contractInfo } from './bank.tsx';
import { deliver, printCertificate } from './certificate.tsx';
import { collectMaterials } from './collect-materials.tsx';
import { decideEscalation } from './escalation.tsx';
import {
  confirmRefusal,
  confirmSuperseded,
  fixContract,
  manualAssessment,
  manualIdentity,
  paymentProblem,
  sealProblem,
  statutoryGuard,
  taxProblem,
} from './notes.tsx';
import { recordOnSite, scheduleOnSite } from './on-site.tsx';
import { review } from './review.tsx';
import { signBook } from './sign-book.tsx';
import type { Step } from './step.ts';
import { agreeSplit, checkHolderName, closeServices, escrowProblem } from './yilutong.tsx';

/** Every user task of the diagrams has its form here; the type makes a forgotten one a compile error. */
export const STEPS: Record<StepId, Step> = {
  ManualIdentity: manualIdentity,
  CollectMaterials: collectMaterials,
  FixContract: fixContract,
  Review: review('Review'),
  ReReview: review('ReReview'),
  SignBook: signBook,
  ConfirmRefusal: confirmRefusal,
  ConfirmSuperseded: confirmSuperseded,
  ScheduleOnSite: scheduleOnSite,
  RecordOnSite: recordOnSite,
  DecideEscalation: decideEscalation,
  StatutoryGuard: statutoryGuard,
  ArchiveGap: archiveGap,
  PaymentProblem: paymentProblem,
  SealProblem: sealProblem,
  PrintCertificate: printCertificate,
  Deliver: deliver,
  TaxProblem: taxProblem,
  ManualAssessment: manualAssessment,
  AgreeSplit: agreeSplit,
  CheckHolderName: checkHolderName,
  CloseServices: closeServices,
  EscrowProblem: escrowProblem,
  ApproveNotice: approveNotice,
  BankIdentity: bankIdentity,
  ContractInfo: contractInfo,
  BankCheck: bankCheck,
  ConfirmRank: confirmRank,
};
