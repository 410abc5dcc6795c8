import type { Deps } from '../db/transaction.ts';
import { takeAnchor } from './anchor.ts';
import { caseExcerpt, noticeExcerpt } from './chain-excerpt.ts';
import { listEvents } from './list-events.ts';
import type { EvidenceApi } from './types.ts';
import { verifyEventChain } from './verify-chain.ts';
import { verifyRegister } from './verify-register.ts';

export function evidenceApi(deps: Deps): EvidenceApi {
  return {
    verifyEventChain: () => verifyEventChain(deps),
    verifyRegister: (options) => verifyRegister(deps, options),
    caseExcerpt: (caseNo) => caseExcerpt(deps, caseNo),
    noticeExcerpt: (noticeNo) => noticeExcerpt(deps, noticeNo),
    takeAnchor: () => takeAnchor(deps),
    listEvents: (filter) => listEvents(deps, filter),
  };
}
