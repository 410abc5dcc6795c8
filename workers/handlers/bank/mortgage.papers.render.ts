import Type from 'typebox';
import type { CaseView, DocumentKind } from '../../../registry/index.ts';
import { systemActor } from '../../../registry/index.ts';
import { complete, defineJob, type WorkerDeps } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { applicationFormOf } from '../documents/application-form.ts';
import { contractInfoOf } from './contract-info.ts';

interface Paper {
  materialId: string;
  name: string;
  source: 'generated' | 'registry' | 'shared';
  documentId?: string;
  reference?: string;
}

/** What the application consists of: two sheets drawn here, and what other offices and the register already have (条例 §24). */
export const renderPapers = defineJob({
  type: 'mortgage.papers.render',
  department: 'office',
  description: '生成申请书和《主债权合同及抵押合同信息表》，登记材料清单',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ papers: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a document that is there under its key is not made again; the list of materials is set, not added to',
  async handle({ caseNo }, { deps }) {
    const view = await caseOf(deps.registry, caseNo);
    const papers = await papersOf(deps, view);
    const { cases } = deps.registry;
    await cases.saveMaterials(
      caseNo,
      papers.map(({ materialId, name, source }) => ({ materialId, name, source, required: true })),
    );
    for (const { materialId, documentId, reference } of papers) {
      await cases.recordMaterial({
        caseNo,
        materialId,
        present: true,
        documentId: documentId ?? null,
        reference: reference ?? null,
        pages: documentId ? 1 : null,
        by: systemActor,
      });
    }
    return complete({ papers: papers.length });
  },
});

async function papersOf(deps: WorkerDeps, view: CaseView): Promise<Paper[]> {
  const { registry, documents } = deps;
  const form = await documents.render('application-form', await applicationFormOf(registry, view), view.filedAt);
  const papers: Paper[] = [
    {
      materialId: 'application',
      name: '不动产登记申请书',
      source: 'generated',
      documentId: await put(deps, view.caseNo, 'application', 'application', '不动产登记申请书', form),
    },
    {
      materialId: 'register',
      name: '登记簿记载的权属证书',
      source: 'registry',
      reference: await certificatesOf(deps, view),
    },
  ];
  if (view.mortgage) {
    const round = (await registry.bank.contractInfo(view.caseNo))?.round ?? 1;
    const name = '主债权合同及抵押合同信息表';
    const sheet = await documents.render('contract-info', await contractInfoOf(registry, view), deps.clock.now());
    const documentId = await put(deps, view.caseNo, `contract_info:${round}`, 'loan_contract_info', name, sheet);
    papers.push({ materialId: 'contract_info', name, source: 'generated', documentId });
  } else {
    const loan = await registry.bank.loan(view.caseNo);
    papers.push({
      materialId: 'claim_ended',
      name: '债权消灭证明（银行系统核对）',
      source: 'shared',
      reference: loan?.payoffProofNo ?? '',
    });
  }
  if (view.contract) {
    const reference = view.contract.contractNo ?? '窗口格式合同';
    papers.push({ materialId: 'contract', name: '存量房买卖合同（网签）', source: 'shared', reference });
  }
  return papers;
}

/** Drawn once for each key: the signed sheet of a round never changes afterwards. */
async function put(
  { registry }: WorkerDeps,
  caseNo: string,
  key: string,
  kind: DocumentKind,
  title: string,
  bytes: Buffer,
): Promise<string> {
  const there = (await registry.documents.list(caseNo)).find((paper) => paper.key === `material:${key}`);
  if (there) return there.documentId;
  const paper = { caseNo, key: `material:${key}`, kind, title, mediaType: 'application/pdf', bytes, by: systemActor };
  return (await registry.documents.put(paper)).documentId;
}

async function certificatesOf({ registry }: WorkerDeps, view: CaseView): Promise<string> {
  const pages = await Promise.all(view.unitCodes.map((unitCode) => registry.units.unitPage(unitCode)));
  return pages.flatMap((page) => page?.ownership?.certificateNos ?? []).join('、');
}
