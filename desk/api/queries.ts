import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ArchiveNoticeList,
  BankCaseDetail,
  BankCaseList,
  BankFilter,
  Board,
  BuildingTable,
  CaseDetail,
  CaseDiagram,
  CaseList,
  CaseListQuery,
  DemoAccounts,
  DepartmentRequestList,
  IntakeDraft,
  ItemList,
  LinkState,
  PaperState,
  PaperStock,
  PaperSuggestions,
  Session,
  SimulatorList,
  TakerList,
  TaskDetail,
  TaskList,
  TaskListQuery,
  Timeline,
  UnitCheck,
  UnitPage,
  UnitSearchResult,
  Verification,
  WaitingRequests,
} from '../../server/api/index.ts';
import { mayBeSignedIn, rememberSignedIn } from '../lib/signed-in-hint.ts';
import { ApiProblem, api } from './http.ts';

/** What the desk reads. The first word of each key is the topic that live updates invalidate. */

function search(params: Record<string, string | number | boolean | undefined>): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}`;
}

const segment = encodeURIComponent;

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }): Promise<Session | null> => {
    if (!mayBeSignedIn()) return null;
    try {
      return await api<Session>('/api/session', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        rememberSignedIn(false);
        return null;
      }
      throw error;
    }
  },
});

/** The demo accounts, or null on a server that has none. */
export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<DemoAccounts | null> => {
    try {
      return await api<DemoAccounts>('/api/demo-accounts', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }
  },
});

export const tasksQuery = (params: TaskListQuery) =>
  queryOptions({
    queryKey: ['tasks', params],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<TaskList>(`/api/tasks${search(params)}`, { signal }),
  });

export const taskQuery = (taskKey: string) =>
  queryOptions({
    queryKey: ['task', taskKey],
    queryFn: ({ signal }) => api<TaskDetail>(`/api/tasks/${segment(taskKey)}`, { signal }),
  });

export const takersQuery = (taskKey: string) =>
  queryOptions({
    queryKey: ['task', taskKey, 'takers'],
    queryFn: ({ signal }) => api<TakerList>(`/api/tasks/${segment(taskKey)}/takers`, { signal }),
  });

export const casesQuery = (params: CaseListQuery) =>
  queryOptions({
    queryKey: ['cases', params],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<CaseList>(`/api/cases${search(params)}`, { signal }),
  });

export const caseQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api<CaseDetail>(`/api/cases/${segment(caseNo)}`, { signal }),
  });

export const timelineQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo, 'timeline'],
    queryFn: ({ signal }) => api<Timeline>(`/api/cases/${segment(caseNo)}/timeline`, { signal }),
  });

/** What the reader has typed of an application that is not filed yet. */
export const intakeDraftUrl = (unitCode: string, itemCode: string) =>
  `/api/intake-drafts/${segment(unitCode)}/${segment(itemCode)}`;
export const intakeDraftQuery = (unitCode: string, itemCode: string) =>
  queryOptions({
    queryKey: ['intake-draft', unitCode, itemCode],
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => api<IntakeDraft>(intakeDraftUrl(unitCode, itemCode), { signal }),
  });

/** What the case waits for at departments. */
export const departmentRequestsQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo, 'department-requests'],
    queryFn: ({ signal }) =>
      api<DepartmentRequestList>(`/api/cases/${segment(caseNo)}/department-requests`, { signal }),
  });

export const diagramQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo, 'diagram'],
    queryFn: ({ signal }) => api<CaseDiagram>(`/api/cases/${segment(caseNo)}/diagram`, { signal }),
  });

export const itemsQuery = queryOptions({
  queryKey: ['items'],
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => api<ItemList>('/api/items', { signal }),
});

export const unitsQuery = (q: string) =>
  queryOptions({
    queryKey: ['units', q],
    enabled: q.trim().length >= 2,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<UnitSearchResult>(`/api/units${search({ q })}`, { signal }),
  });

export const unitQuery = (unitCode: string, at?: string) =>
  queryOptions({
    queryKey: ['unit', unitCode, at ?? 'now'],
    queryFn: ({ signal }) => api<UnitPage>(`/api/units/${segment(unitCode)}${search({ at })}`, { signal }),
  });

export const buildingQuery = (unitCode: string) =>
  queryOptions({
    queryKey: ['units', 'building', unitCode],
    queryFn: ({ signal }) => api<BuildingTable>(`/api/units/${segment(unitCode)}/building`, { signal }),
  });

export const unitCheckQuery = (unitCode: string, itemCode: string, operation?: string) =>
  queryOptions({
    queryKey: ['unit', unitCode, 'check', itemCode, operation ?? ''],
    enabled: unitCode !== '' && itemCode !== '',
    queryFn: ({ signal }) =>
      api<UnitCheck>(`/api/units/${segment(unitCode)}/check${search({ itemCode, operation })}`, { signal }),
  });

export const boardQuery = (district?: string) =>
  queryOptions({
    queryKey: ['board', district ?? ''],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api<Board>(`/api/board${search({ district })}`, { signal }),
  });

export const simulatorsQuery = queryOptions({
  queryKey: ['simulators'],
  refetchInterval: 5_000,
  queryFn: ({ signal }) => api<SimulatorList>('/api/simulators', { signal }),
});

export const waitingRequestsQuery = queryOptions({
  queryKey: ['simulators', 'waiting'],
  refetchInterval: 5_000,
  queryFn: ({ signal }) => api<WaitingRequests>('/api/department-requests', { signal }),
});

/** The workbench of the reader's own bank. */
export const bankCasesQuery = (params: { filter?: BankFilter; q?: string }) =>
  queryOptions({
    queryKey: ['cases', 'bank', params],
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<BankCaseList>(`/api/bank/cases${search(params)}`, { signal }),
  });

export const bankCaseQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo, 'bank'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api<BankCaseDetail>(`/api/bank/cases/${segment(caseNo)}`, { signal }),
  });

/** What the link of a text message is for; everything behind it takes the code. */
export const publicLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-link', token],
    queryFn: ({ signal }) => api<LinkState>(`/api/public/links/${segment(token)}`, { signal }),
  });

/** 证书纸: stock, sheets and what has not come back. */
export const paperStockQuery = (filter: { q?: string; state?: PaperState }) =>
  queryOptions({
    queryKey: ['papers', filter],
    queryFn: ({ signal }) => api<PaperStock>(`/api/papers${search(filter)}`, { signal }),
  });

/** The next sheets of the stock for what a case has to print; empty where no stock is kept. */
export const paperSuggestionsQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['papers', 'suggestions', caseNo],
    queryFn: ({ signal }) => api<PaperSuggestions>(`/api/papers/suggestions/${segment(caseNo)}`, { signal }),
  });

export const publicCertificateQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-certificate', token],
    queryFn: ({ signal }) => api<Verification>(`/api/public/certificates/${segment(token)}`, { signal }),
  });

/** The page of the book as a PDF. */
export const registerPrintUrl = (unitCode: string, at?: string) =>
  `/api/units/${segment(unitCode)}/print${search({ at })}`;

/** 归档包: all documents with manifest and proof, one zip file. Of a court's notice by its own number. */
export const packageUrl = (caseNo: string) => `/api/cases/${segment(caseNo)}/package`;
/** For the archive: notices whose packages can be asked for. */
export const archiveNoticesQuery = (text: string) =>
  queryOptions({
    queryKey: ['notices', text],
    queryFn: ({ signal }) => api<ArchiveNoticeList>(`/api/archive/notices${search({ text })}`, { signal }),
  });
export const noticePackageUrl = (noticeNo: string) => `/api/court/notices/${segment(noticeNo)}/package`;

/** Where the browser reads the bytes of a document. */
export function documentUrl(caseNo: string, documentId: string, download = false): string {
  return `/api/cases/${segment(caseNo)}/documents/${segment(documentId)}${download ? '?download=1' : ''}`;
}
