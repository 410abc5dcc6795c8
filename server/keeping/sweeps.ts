import type { KeepDays } from '../../platform/keep-days.ts';
import type { RegistrySweep } from '../../registry/index.ts';
import type { DeskSweep } from './desk-sweeps.ts';

interface SweepOf {
  /** Setting that says how many days, or the days of what only the machine needs. */
  days: keyof KeepDays | number;
  /** As the supervisor reads it. */
  label: string;
  why: string;
}

/** What goes after its time, in this order. */
export type SweepDefinition = SweepOf &
  ({ schema: 'registry'; what: RegistrySweep } | { schema: 'desk'; what: DeskSweep });

const registry = (what: RegistrySweep, days: SweepOf['days'], label: string, why: string): SweepDefinition => ({
  schema: 'registry',
  what,
  days,
  label,
  why,
});
const desk = (what: DeskSweep, days: SweepOf['days'], label: string, why: string): SweepDefinition => ({
  schema: 'desk',
  what,
  days,
  label,
  why,
});

export const SWEEPS: readonly SweepDefinition[] = [
  registry('outbox', 'messages', '已送达的消息', '所述事项已记入证据链；监测中的预告、异议、查封的消息保留'),
  desk('tasks', 'tasks', '已结束的待办', '办理经过在业务档案和证据链中；只留下任务编号，防止重复接收'),
  desk('taskKeys', 'taskKeys', '已结束待办的编号', '流程引擎不再保留该任务'),
  registry('tickets', 'tickets', '大厅号码', '候号统计按年使用；号码不含个人信息'),
  desk('drafts', 'drafts', '未提交的草稿', '所属待办已经结束'),
  registry('links', 'links', '短信链接', '链接早已失效；同意、签名另行保存'),
  desk('incidents', 'incidents', '已解决的异常', '对业务的影响已记入时限台账'),
  desk('retries', 'incidents', '异常重试记录', '随异常保留'),
  registry('lookups', 'lookups', '每日查阅计数', '只用于当日限额；查阅内容在审计日志中'),
  registry('circuits', 1, '失联的部门接口状态', '报告的进程已经结束'),
  desk('sessions', 1, '过期的登录', '已经失效'),
  desk('signInFailures', 1, '登录失败记录', '只用于几分钟内的限制'),
  desk('sweeps', 'sweeps', '清理记录', '本页所列'),
];

export const daysOf = ({ days }: SweepDefinition, settings: KeepDays) =>
  typeof days === 'number' ? days : settings[days];
