/**
 * Documents of the registration office as PDF: data in, bytes out. The same data and `createdAt` give the same bytes.
 * Nothing here knows the register: callers say in words what shall stand on the paper.
 */
import { type ApplicationFormData, renderApplicationForm } from './application-form.ts';
import { type CertificateData, type ProofData, renderCertificate, renderProof } from './certificate.ts';
import { type ContractInfoData, renderContractInfo } from './contract-info.ts';
import { type CourtAnswerData, courtAnswer } from './court-answer.ts';
import type { DocumentFonts } from './fonts.ts';
import { loadDocumentFonts } from './fonts.ts';
import { type LetterData, letter } from './letter.ts';
import { type NoticeLayout, renderNotice } from './notice.ts';
import type {
  AcceptanceNoticeData,
  NotAcceptedNoticeData,
  RefusalDecisionData,
  SeizureRefusalData,
  SupplementNoticeData,
  WithdrawalConfirmationData,
} from './notice-texts.ts';
import {
  acceptanceNotice,
  notAcceptedNotice,
  refusalDecision,
  seizureRefusal,
  supplementNotice,
  withdrawalConfirmation,
} from './notice-texts.ts';
import { type QuerySheetData, querySheet } from './query-sheet.ts';
import { type RegisterPageData, renderRegisterPage } from './register-page.ts';

export type { ApplicationFormData } from './application-form.ts';
export { CERTIFICATE_SEAL_PLACE, type CertificateData, type ProofData } from './certificate.ts';
export type { ContractInfoData } from './contract-info.ts';
export type { CourtAnswerData } from './court-answer.ts';
export { DocumentError, type DocumentErrorCode } from './errors.ts';
export { type DocumentFonts, loadDocumentFonts } from './fonts.ts';
export type { LetterData } from './letter.ts';
export type {
  AcceptanceNoticeData,
  NotAcceptedNoticeData,
  RefusalDecisionData,
  SeizureRefusalData,
  SupplementNoticeData,
  WithdrawalConfirmationData,
} from './notice-texts.ts';
export type { QuerySheetData } from './query-sheet.ts';
export type { RegisterPageData } from './register-page.ts';

/** Template names and the data each one takes. */
export interface TemplateData {
  certificate: CertificateData;
  proof: ProofData;
  'application-form': ApplicationFormData;
  'contract-info': ContractInfoData;
  'acceptance-notice': AcceptanceNoticeData;
  'supplement-notice': SupplementNoticeData;
  'not-accepted-notice': NotAcceptedNoticeData;
  'refusal-decision': RefusalDecisionData;
  'seizure-refusal': SeizureRefusalData;
  'withdrawal-confirmation': WithdrawalConfirmationData;
  'court-answer': CourtAnswerData;
  letter: LetterData;
  'query-sheet': QuerySheetData;
  'register-page': RegisterPageData;
}
export type TemplateName = keyof TemplateData;

export interface DocumentRenderer {
  /**
   * @param createdAt instant written into the file (from the caller's clock, or the case's own date)
   * @throws DocumentError GLYPH_MISSING (names the character) or CONTENT_TOO_LONG (names the field)
   */
  render<Name extends TemplateName>(template: Name, data: TemplateData[Name], createdAt: Date): Promise<Buffer>;
}

type Renderers = { [Name in TemplateName]: (data: TemplateData[Name], createdAt: Date) => Promise<Buffer> };

/** Loads the fonts (about 30 MB of memory): make one renderer per process and keep it. */
export function createDocumentRenderer(fonts: DocumentFonts = loadDocumentFonts()): DocumentRenderer {
  const notice =
    <Data>(wording: (data: Data) => NoticeLayout) =>
    (data: Data, createdAt: Date) =>
      renderNotice(fonts, wording(data), createdAt);
  const renderers: Renderers = {
    certificate: (data, createdAt) => renderCertificate(fonts, data, createdAt),
    proof: (data, createdAt) => renderProof(fonts, data, createdAt),
    'application-form': (data, createdAt) => renderApplicationForm(fonts, data, createdAt),
    'contract-info': (data, createdAt) => renderContractInfo(fonts, data, createdAt),
    'acceptance-notice': notice(acceptanceNotice),
    'supplement-notice': notice(supplementNotice),
    'not-accepted-notice': notice(notAcceptedNotice),
    'refusal-decision': notice(refusalDecision),
    'seizure-refusal': notice(seizureRefusal),
    'withdrawal-confirmation': notice(withdrawalConfirmation),
    'court-answer': notice(courtAnswer),
    letter: notice(letter),
    'query-sheet': notice(querySheet),
    'register-page': (data, createdAt) => renderRegisterPage(fonts, data, createdAt),
  };
  return {
    // async: an error while drawing must become a rejection, not a throw at the caller.
    async render(template, data, createdAt) {
      return await renderers[template](data, createdAt);
    },
  };
}
