import type { CaseDetail } from '../api/cases.ts';

/**
 * A case as somebody sees it who only does one task of it (utilities, household police): where the house is and, masked, who
 * moves; nothing about price, tax, materials or decisions (个人信息保护法 §6: the least that the purpose needs).
 */
export const limitedCase = (detail: CaseDetail): CaseDetail => ({
  ...detail,
  acceptedBy: null,
  contract: null,
  mortgage: null,
  closeReason: null,
  inquiry: null,
  reviews: [],
  supplementAsked: null,
  materials: [],
  documents: [],
  payment: null,
  tax: null,
  certificates: [],
  openTasks: [],
  process: null,
  actions: { withdraw: false, supplement: false, upload: false, unmask: false },
});
