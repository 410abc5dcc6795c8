import { QUERY_PAPERS, type QueryPaperKind, type QueryQuestion, type QueryRequest } from '../../../server/api/index.ts';

export type AskedKind = QueryQuestion['kind'];

interface Someone {
  name?: string;
  idNo?: string;
}

/** What the form holds; only the fields of the chosen kind are shown. */
export interface QueryFields {
  purpose?: string;
  applicant?: Someone;
  agent?: Someone;
  hasAgent?: boolean;
  unitCodes?: string;
  askers?: boolean;
  capacity?: 'party' | 'lawyer';
  licenceNo?: string;
  basisNo?: string;
  holder?: Someone;
  authority?: string;
  officers?: { name?: string; certificateNo?: string }[];
  mandateNo?: string;
  legalBasis?: string;
  by?: 'unit' | 'person';
  person?: Someone;
  secret?: boolean;
  marital?: 'single' | 'married' | 'divorced' | 'widowed';
  marriage?: 'record' | 'declared' | 'unknown';
  contractDate?: string;
  spouse?: Someone;
  children?: Someone[];
}

/** Scans that a kind may come with; the server says which are missing. */
export const papersOf: Record<AskedKind, QueryPaperKind[]> = {
  'AR-01': ['identity', 'authorisation'],
  'AR-02': ['identity', 'interest', 'lawyer'],
  'AR-03': ['mandate', 'identity'],
  'AR-04': ['identity', 'authorisation', 'declaration'],
};

const text = (value: string | undefined) => (value ?? '').trim();
const codesOf = (value: string | undefined) =>
  text(value)
    .split(/[\s,，;；、]+/)
    .filter(Boolean);
const citizen = (one: Someone | undefined) => ({
  name: text(one?.name),
  idType: /^\d{17}[\dXx]$/.test(text(one?.idNo)) ? ('citizen' as const) : ('other' as const),
  idNo: text(one?.idNo),
});

export function questionOf(kind: AskedKind, values: QueryFields): QueryQuestion {
  const unitCodes = codesOf(values.unitCodes);
  switch (kind) {
    case 'AR-01':
      return {
        kind,
        applicant: citizen(values.applicant),
        agent: values.hasAgent ? citizen(values.agent) : null,
        unitCodes,
        askers: values.askers ?? false,
      };
    case 'AR-02':
      return {
        kind,
        applicant: citizen(values.applicant),
        capacity: values.capacity ?? 'party',
        licenceNo: text(values.licenceNo) || null,
        basisNo: text(values.basisNo),
        unitCodes,
        holder: text(values.holder?.name)
          ? { name: text(values.holder?.name), idNo: text(values.holder?.idNo) || null }
          : null,
      };
    case 'AR-03':
      return {
        kind,
        authority: text(values.authority),
        officers: (values.officers ?? []).map((one) => ({
          name: text(one?.name),
          certificateNo: text(one?.certificateNo),
        })),
        mandateNo: text(values.mandateNo),
        legalBasis: text(values.legalBasis),
        unitCodes: values.by === 'person' ? [] : unitCodes,
        person: values.by === 'person' ? { name: text(values.person?.name), idNo: text(values.person?.idNo) } : null,
        secret: values.secret ?? false,
      };
    case 'AR-04': {
      const named = (relation: 'buyer' | 'spouse' | 'child', one: Someone | undefined) =>
        text(one?.name) ? [{ relation, name: text(one?.name), idNo: text(one?.idNo) }] : [];
      return {
        kind,
        applicant: citizen(values.applicant),
        members: [
          ...named('buyer', values.applicant),
          ...(values.marital === 'married' ? named('spouse', values.spouse) : []),
          ...(values.children ?? []).flatMap((child) => named('child', child)),
        ],
        marital: values.marital ?? null,
        marriage: values.marriage ?? 'unknown',
        contractDate: text(values.contractDate),
        asOf: null,
        unitCode: unitCodes[0] ?? null,
      };
    }
  }
}

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export async function requestOf(
  kind: AskedKind,
  values: QueryFields,
  files: Partial<Record<QueryPaperKind, File>>,
  queryKey: string,
): Promise<QueryRequest> {
  const chosen = (Object.keys(QUERY_PAPERS) as QueryPaperKind[]).flatMap((paper) => {
    const file = files[paper];
    return file && papersOf[kind].includes(paper) ? [{ kind: paper, file }] : [];
  });
  return {
    queryKey,
    purpose: text(values.purpose),
    question: questionOf(kind, values),
    papers: await Promise.all(chosen.map(async (one) => ({ kind: one.kind, content: await toBase64(one.file) }))),
  };
}
