import Type from 'typebox';
import { systemActor } from '../../../registry/index.ts';
import { complete, defineJob, type JobContext, TechnicalFailure } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { acquirers } from '../parties.ts';
import { applicationFormOf } from './application-form.ts';

const Source = Type.Union([
  Type.Literal('shared'),
  Type.Literal('upload'),
  Type.Literal('scan'),
  Type.Literal('registry'),
  Type.Literal('generated'),
]);
const Material = Type.Object({
  materialId: Type.String(),
  name: Type.String(),
  source: Source,
  required: Type.Boolean(),
});
type Material = Type.Static<typeof Material>;

interface Found {
  documentId?: string;
  reference?: string;
}

/** What the office can get by itself is not asked for (条例 §24). Not found is an upload for the applicant, never a dead end. */
export const fetchMaterial = defineJob({
  type: 'material.fetch',
  department: 'identity',
  description: '取得共享、登记簿自有和系统生成的材料',
  input: Type.Object({ caseNo: CaseNo, materials: Type.Array(Material), material: Material }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'adds to the list what is not there, never takes back what was received; documents have keys',
  async handle({ caseNo, materials, material }, context) {
    const { cases } = context.deps.registry;
    await cases.askMaterials(
      caseNo,
      materials.map(({ materialId, name, source, required }) => ({ materialId, name, source, required })),
    );
    const found = await find(caseNo, material, context);
    await cases.recordMaterial({
      caseNo,
      materialId: material.materialId,
      present: found !== null,
      documentId: found?.documentId ?? null,
      reference: found?.reference ?? null,
      note: found ? null : '共享未取得，请申请人提交',
      by: systemActor,
    });
    return complete({});
  },
});

function find(caseNo: string, material: Material, context: JobContext): Promise<Found | null> {
  switch (material.source) {
    case 'generated':
      return generate(caseNo, material, context);
    case 'registry':
      return fromRegister(caseNo, context);
    default:
      return fromOffice(caseNo, material, context);
  }
}

/** What no office shares yet (purchase invoices) is not found: the applicant hands it in. */
function fromOffice(caseNo: string, material: Material, context: JobContext): Promise<Found | null> {
  switch (material.materialId) {
    case 'contract':
      return fromHousing(caseNo, context);
    case 'marriage':
    case 'change_proof':
      return fromPolice(caseNo, material, context);
    default:
      return Promise.resolve(null);
  }
}

/** The contract that the parties signed online; without its number there is nothing to look up. */
async function fromHousing(caseNo: string, { deps, call, lastAttempt }: JobContext): Promise<Found | null> {
  const { contract } = await caseOf(deps.registry, caseNo);
  if (!contract?.contractNo) return null;
  const result = await deps.clients.housing.fetchContract(contract.contractNo, call(caseNo, 'contract'));
  if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
  return result.kind === 'ok' && result.value.status !== 'void' ? { reference: result.value.contractNo } : null;
}

async function generate(caseNo: string, material: Material, { deps }: JobContext): Promise<Found> {
  const { registry } = deps;
  const key = `material:${material.materialId}`;
  const there = (await registry.documents.list(caseNo)).find((paper) => paper.key === key);
  if (there) return { documentId: there.documentId };
  const view = await caseOf(registry, caseNo);
  const { documentId } = await registry.documents.put({
    caseNo,
    key,
    kind: 'application',
    title: material.name,
    mediaType: 'application/pdf',
    bytes: await deps.documents.render('application-form', await applicationFormOf(registry, view), view.filedAt),
    by: systemActor,
  });
  return { documentId };
}

async function fromRegister(caseNo: string, { deps }: JobContext): Promise<Found | null> {
  const view = await caseOf(deps.registry, caseNo);
  const pages = await Promise.all(view.unitCodes.map((unitCode) => deps.registry.units.unitPage(unitCode)));
  const numbers = pages.flatMap((page) => {
    if (!page) return [];
    const rights = [...page.mortgages, ...page.cautions, ...page.easements, ...page.residences];
    const named = rights.filter((right) => view.targetRightIds.includes(right.rightId));
    return named.length > 0 ? named.flatMap((right) => right.certificateNos) : (page.ownership?.certificateNos ?? []);
  });
  return numbers.length > 0 ? { reference: numbers.join('、') } : null;
}

/** Household and marriage records of the acquirers; all of them must be found for the material to count. */
async function fromPolice(
  caseNo: string,
  material: Material,
  { deps, call, lastAttempt }: JobContext,
): Promise<Found | null> {
  const people = acquirers(await deps.registry.people.getParties(caseNo)).filter((party) => party.nature === 'person');
  const references: string[] = [];
  for (const party of people) {
    const result = await deps.clients.identity.household(
      { caseNo, name: party.name, idNo: party.idNo },
      call(caseNo, `${material.materialId}:${party.partyNo}`),
    );
    if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
    if (result.kind !== 'ok') return null;
    references.push(result.value.householdNo);
  }
  return references.length > 0 ? { reference: references.join('、') } : null;
}
