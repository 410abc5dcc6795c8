import type { Incident } from '../api/board.ts';
import type { StaffNames } from '../views/staff.ts';
import type { IncidentRow } from './store.ts';

export function incidentView(row: IncidentRow, elementName: string, staff: StaffNames): Incident {
  return {
    incidentKey: row.incidentKey,
    caseNo: row.caseNo,
    district: row.district,
    bpmnProcessId: row.bpmnProcessId,
    elementId: row.elementId,
    elementName,
    errorType: row.errorType,
    message: row.message,
    advice: adviceFor(row.errorType),
    since: row.since.toISOString(),
    retries: row.retries,
    lastRetryBy: staff(row.lastRetryBy),
  };
}

function adviceFor(errorType: string): string {
  switch (errorType) {
    case 'JOB_NO_RETRIES':
      return '系统多次重试未成功，多为对方部门系统故障。请确认对方恢复后点“重试”，业务从这一步继续，不会重复办理。';
    case 'CALLED_ELEMENT_ERROR':
    case 'CALLED_DECISION_ERROR':
    case 'DECISION_EVALUATION_ERROR':
      return '被调用的流程或规则表有问题。请流程分析员检查并发布后点“重试”。';
    case 'EXTRACT_VALUE_ERROR':
    case 'CONDITION_ERROR':
    case 'IO_MAPPING_ERROR':
      return '流程图中的表达式算不出结果。请流程分析员检查流程变量和条件，修正后点“重试”。';
    case 'UNHANDLED_ERROR_EVENT':
      return '流程图没有处理这个业务错误。请流程分析员补充出口。';
    default:
      return '请把这条故障转给系统管理员；原因排除后点“重试”。';
  }
}
