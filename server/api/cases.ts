import Type, { type Static } from 'typebox';
import { ContractView, MortgageInfo, PartyView } from './application.ts';
import { CaseNo, Fen, Instant, Nullable, SlaView, StaffRef } from './common.ts';
import { CaseDocument, Material } from './documents.ts';
import { TicketView } from './tickets.ts';

/** Where a case stands, folded from its evidence. */
export const CaseStatus = Type.Union([
  Type.Literal('filed'),
  Type.Literal('not_accepted'),
  Type.Literal('accepted'),
  Type.Literal('supplement'),
  Type.Literal('registered'),
  Type.Literal('completed'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
  Type.Literal('superseded'),
]);
export type CaseStatus = Static<typeof CaseStatus>;
export const CASE_STATUS_TEXT: Record<CaseStatus, string> = {
  filed: '待收件',
  not_accepted: '不予受理',
  accepted: '办理中',
  supplement: '待补正',
  registered: '已登簿',
  completed: '已办结',
  refused: '不予登记',
  withdrawn: '已撤回',
  superseded: '因查封终止',
};

export const CaseSummary = Type.Object({
  caseNo: CaseNo,
  itemCode: Type.String(),
  itemName: Type.String(),
  district: Type.String(),
  unitCodes: Type.Array(Type.String()),
  location: Type.String(),
  /** Masked names. */
  parties: Type.Array(Type.String()),
  status: CaseStatus,
  statusText: Type.String(),
  filedAt: Instant,
  acceptedAt: Nullable(Instant),
  registeredAt: Nullable(Instant),
  closedAt: Nullable(Instant),
  acceptedBy: Nullable(StaffRef),
  sla: SlaView,
});
export type CaseSummary = Static<typeof CaseSummary>;

/** GET /api/cases */
export const CaseListQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 80, description: 'case number, unit code or place; never a name' })),
  status: Type.Optional(CaseStatus),
  itemCode: Type.Optional(Type.String()),
  open: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
});
export type CaseListQuery = Static<typeof CaseListQuery>;
export const CaseList = Type.Object({ items: Type.Array(CaseSummary), total: Type.Integer() });
export type CaseList = Static<typeof CaseList>;

export const PaymentView = Type.Object({
  payOrderNo: Type.String(),
  amountFen: Fen,
  state: Type.String({ description: 'CREATED · SETTLED · FAILED · REFUNDED' }),
  stateText: Type.String(),
  createdAt: Instant,
  settledAt: Nullable(Instant),
});
export type PaymentView = Static<typeof PaymentView>;

export const TaxView = Type.Object({
  taxCaseNo: Nullable(Type.String()),
  state: Nullable(Type.String()),
  stateText: Nullable(Type.String()),
  lines: Type.Array(Type.Object({ name: Type.String(), amountFen: Fen, basis: Nullable(Type.String()) })),
  totalFen: Fen,
  clearanceNo: Nullable(Type.String()),
});
export type TaxView = Static<typeof TaxView>;

export const CertificateView = Type.Object({
  certificateNo: Type.String(),
  kind: Type.Union([Type.Literal('certificate'), Type.Literal('proof')]),
  state: Type.Union([Type.Literal('LIVE'), Type.Literal('CANCELLED')]),
  serialNo: Nullable(Type.String()),
  issuedAt: Nullable(Instant),
  deliveredAt: Nullable(Instant),
  /** Address for the public, as in the QR code. */
  verifyUrl: Nullable(Type.String()),
  documentId: Nullable(Type.String()),
});
export type CertificateView = Static<typeof CertificateView>;

export const OnSiteViewWire = Type.Object({
  appointedAt: Instant,
  viewers: Type.Array(StaffRef),
  decision: Nullable(Type.Union([Type.Literal('done'), Type.Literal('absent')])),
  result: Nullable(Type.Union([Type.Literal('consistent'), Type.Literal('inconsistent')])),
  /** Documents of the case. */
  photos: Type.Array(Type.String()),
  opinion: Nullable(Type.String()),
  recordedAt: Nullable(Instant),
});
export type OnSiteViewWire = Static<typeof OnSiteViewWire>;

/** GET /api/cases/:caseNo */
export const CaseDetail = Type.Object({
  ...CaseSummary.properties,
  /** 排队号 it came of; null when it was not handed in at a window that calls numbers. */
  ticket: Nullable(TicketView),
  partyList: Type.Array(PartyView),
  ownershipMode: Nullable(Type.String()),
  contract: Nullable(ContractView),
  mortgage: Nullable(MortgageInfo),
  certMedium: Type.String(),
  delivery: Type.String(),
  registerVersion: Nullable(Type.Integer()),
  /** Why the case was closed without registration. */
  closeReason: Nullable(Type.String()),
  inquiry: Nullable(Type.Record(Type.String(), Type.Unknown())),
  /** Decisions taken so far; opinions without personal data. */
  reviews: Type.Array(
    Type.Object({
      step: Type.String(),
      decision: Type.String(),
      reasonCode: Nullable(Type.String()),
      opinion: Nullable(Type.String()),
      by: StaffRef,
      at: Instant,
    }),
  ),
  /** 实地查看 so far: appointments and what was found. */
  onSiteViews: Type.Array(OnSiteViewWire),
  /** What a 补正 that is still awaited asks for; null when none is. */
  supplementAsked: Nullable(Type.Object({ items: Type.Array(Type.String()), dueAt: Instant })),
  materials: Type.Array(Material),
  documents: Type.Array(CaseDocument),
  payment: Nullable(PaymentView),
  tax: Nullable(TaxView),
  certificates: Type.Array(CertificateView),
  openTasks: Type.Array(
    Type.Object({
      taskKey: Type.String(),
      elementId: Type.String(),
      stepName: Type.String(),
      role: Type.String(),
      holder: Nullable(StaffRef),
      createdAt: Instant,
    }),
  ),
  process: Nullable(
    Type.Object({ processInstanceKey: Type.String(), bpmnProcessId: Type.String(), version: Nullable(Type.Integer()) }),
  ),
  actions: Type.Object({
    withdraw: Type.Boolean(),
    supplement: Type.Boolean(),
    upload: Type.Boolean(),
    unmask: Type.Boolean(),
  }),
});
export type CaseDetail = Static<typeof CaseDetail>;

/** GET /api/cases/:caseNo/timeline: who did what when. */
export const TimelineEntry = Type.Object({
  at: Instant,
  kind: Type.String(),
  text: Type.String(),
  actor: Nullable(Type.String()),
  note: Nullable(Type.String()),
  /** Working minutes of the case's clock at this moment; null before acceptance. */
  netMinutes: Nullable(Type.Number()),
  grossMinutes: Nullable(Type.Number()),
});
export type TimelineEntry = Static<typeof TimelineEntry>;
export const Timeline = Type.Object({ caseNo: CaseNo, entries: Type.Array(TimelineEntry), sla: SlaView });
export type Timeline = Static<typeof Timeline>;

/** GET /api/cases/:caseNo/diagram: the case's own version first, then each called process (sub-tax). */
export const DiagramView = Type.Object({
  processInstanceKey: Type.String(),
  processDefinitionKey: Type.String(),
  bpmnProcessId: Type.String(),
  version: Nullable(Type.Integer()),
  xml: Type.String(),
  active: Type.Array(Type.Object({ elementId: Type.String(), since: Nullable(Instant) })),
  completed: Type.Array(Type.String()),
  incidents: Type.Array(
    Type.Object({ incidentKey: Type.String(), elementId: Type.String(), message: Type.String(), since: Instant }),
  ),
});
export type DiagramView = Static<typeof DiagramView>;
export const CaseDiagram = Type.Object({ caseNo: CaseNo, diagrams: Type.Array(DiagramView) });
export type CaseDiagram = Static<typeof CaseDiagram>;

/** POST /api/cases/:caseNo/withdraw (legal until 登簿). Answers 202: the diagram then undoes the steps. */
export const WithdrawRequest = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 300 }) },
  { additionalProperties: false },
);
export type WithdrawRequest = Static<typeof WithdrawRequest>;

/** POST /api/cases/:caseNo/supplement: the asked-for materials are in. Answers 202. */
export const SupplementRequest = Type.Object(
  {
    materials: Type.Array(
      Type.Object(
        {
          materialId: Type.String({ maxLength: 60 }),
          documentId: Type.Optional(Type.String()),
          note: Type.Optional(Type.String({ maxLength: 300 })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 60 },
    ),
  },
  { additionalProperties: false },
);
export type SupplementRequest = Static<typeof SupplementRequest>;

export const Accepted202 = Type.Object({ caseNo: CaseNo, message: Type.String() });
export type Accepted202 = Static<typeof Accepted202>;
