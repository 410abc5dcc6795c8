import Type, { type Static } from 'typebox';
import { CaseDetail } from './cases.ts';
import { CaseNo, Instant, Nullable, SlaView, StaffRef } from './common.ts';
import { DecisionOption } from './completions/index.ts';
import { Block, UnitPage } from './units.ts';

/** The inbox (我的待办). Kept by the server; the engine is never asked for a list. */

export const TaskState = Type.Union([
  Type.Literal('open'),
  Type.Literal('claimed'),
  Type.Literal('completed'),
  Type.Literal('cancelled'),
]);
export type TaskState = Static<typeof TaskState>;

export const TaskRow = Type.Object({
  taskKey: Type.String(),
  elementId: Type.String(),
  stepName: Type.String(),
  formId: Type.String(),
  role: Type.String(),
  state: TaskState,
  caseNo: CaseNo,
  itemCode: Type.String(),
  itemName: Type.String(),
  district: Type.String(),
  unitCodes: Type.Array(Type.String()),
  location: Type.String(),
  /** Masked names. */
  parties: Type.Array(Type.String()),
  acceptedBy: Nullable(StaffRef),
  holder: Nullable(StaffRef),
  createdAt: Instant,
  sla: SlaView,
  /** Set when the reader may see the row but not open it (受办分离). */
  blockedReason: Nullable(Type.String()),
});
export type TaskRow = Static<typeof TaskRow>;

export const TaskFilter = Type.Union([
  Type.Literal('todo'),
  Type.Literal('mine'),
  Type.Literal('unclaimed'),
  Type.Literal('near'),
  Type.Literal('over'),
  Type.Literal('paused'),
  Type.Literal('done'),
]);
export type TaskFilter = Static<typeof TaskFilter>;

/** Saved filters at the left of the inbox, with what an empty one says. */
export const TASK_FILTERS: { id: TaskFilter; label: string; empty: string }[] = [
  { id: 'todo', label: '全部待办', empty: '没有待办。新受理的业务流转到您的岗位后会出现在这里。' },
  { id: 'mine', label: '我已签收', empty: '您还没有签收任务。在“待签收”里按 c 键签收一条。' },
  { id: 'unclaimed', label: '待签收', empty: '没有待签收的任务。' },
  { id: 'near', label: '临期', empty: '没有临期任务，剩余时间都在 25% 以上。' },
  { id: 'over', label: '超期', empty: '没有超期任务。' },
  { id: 'paused', label: '暂停', empty: '没有暂停计时的任务。' },
  { id: 'done', label: '今日已办', empty: '今天还没有办结的任务。' },
];

/** GET /api/tasks, most urgent first. */
export const TaskListQuery = Type.Object({
  filter: Type.Optional(TaskFilter),
  q: Type.Optional(Type.String({ maxLength: 80, description: 'case number, unit code or place; never a name' })),
  elementId: Type.Optional(Type.String({ maxLength: 80 })),
  itemCode: Type.Optional(Type.String({ maxLength: 10 })),
  caseNo: Type.Optional(Type.String({ maxLength: 20 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
});
export type TaskListQuery = Static<typeof TaskListQuery>;
export const TaskList = Type.Object({
  items: Type.Array(TaskRow),
  total: Type.Integer(),
  counts: Type.Object({
    todo: Type.Integer(),
    mine: Type.Integer(),
    unclaimed: Type.Integer(),
    near: Type.Integer(),
    over: Type.Integer(),
    paused: Type.Integer(),
    done: Type.Integer(),
  }),
  steps: Type.Array(Type.Object({ elementId: Type.String(), stepName: Type.String(), count: Type.Integer() })),
  asOf: Instant,
});
export type TaskList = Static<typeof TaskList>;

/** The register as it is and what 登簿 would write now: one Chinese line each, holders masked. */
export const RegisterPreview = Type.Object({
  pages: Type.Array(UnitPage),
  before: Type.Array(Type.String()),
  after: Type.Array(Type.String()),
  blocks: Type.Array(Block),
});
export type RegisterPreview = Static<typeof RegisterPreview>;

/** GET /api/tasks/:taskKey */
export const TaskDetail = Type.Object({
  task: TaskRow,
  case: CaseDetail,
  /** Questions of the reviewer's checklist. */
  checklist: Type.Array(Type.Object({ code: Type.String(), text: Type.String() })),
  /** The register page as it is and as it will be when the case is entered. */
  register: RegisterPreview,
  decisions: Type.Array(DecisionOption),
  /** Who may be named as one of the two people of a 实地查看; empty in other steps. */
  colleagues: Type.Array(StaffRef),
  draft: Nullable(Type.Record(Type.String(), Type.Unknown())),
  /** Why the task waits here, e.g. the department's refusal; Chinese. */
  hint: Nullable(Type.String()),
  canClaim: Type.Boolean(),
  canComplete: Type.Boolean(),
});
export type TaskDetail = Static<typeof TaskDetail>;

/** POST /api/tasks/:taskKey/claim, /release: answer the row. POST /complete: 200 with CompletedTask. */
export const CompletedTask = Type.Object({
  taskKey: Type.String(),
  caseNo: CaseNo,
  message: Type.String(),
  /** The next task of the same reader, if any, to go on without the list. */
  nextTaskKey: Nullable(Type.String()),
});
export type CompletedTask = Static<typeof CompletedTask>;

/** PUT /api/tasks/:taskKey/draft: anything the form holds; kept in the desk's schema, never sent to the engine. */
export const DraftRequest = Type.Object(
  { draft: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
export type DraftRequest = Static<typeof DraftRequest>;

/** GET /api/tasks/:taskKey/takers (supervisor): who may take the task over. */
export const TakerList = Type.Object({ items: Type.Array(StaffRef) });
export type TakerList = Static<typeof TakerList>;

/** POST /api/tasks/:taskKey/reassign (supervisor): 转派; null takes it back to the pool. POST /urge: 催办. */
export const ReassignRequest = Type.Object(
  { account: Nullable(Type.String({ maxLength: 64 })) },
  { additionalProperties: false },
);
export type ReassignRequest = Static<typeof ReassignRequest>;
