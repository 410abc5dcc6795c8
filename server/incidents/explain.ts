import { departmentContracts } from '../../departments/index.ts';

/** An incident in a supervisor's words. */
export interface Explained {
  /** What happened, Chinese, without names of operations and codes. */
  what: string;
  /** What to do about it, Chinese. */
  advice: string;
}

const RETRY = '点“重试”，业务从这一步继续，不会重复办理。';

/** How a call of a department failed, by the words of `department-http.ts`. */
const CALLS: readonly { pattern: RegExp; what: (title: string, found: RegExpExecArray) => string; advice: string }[] = [
  {
    pattern: /^no answer within (\d+) ms/,
    what: (title, found) => `${title}系统在 ${Math.round(Number(found[1]) / 1_000)} 秒内没有应答。`,
    advice: `请联系对方确认系统是否繁忙；恢复后${RETRY}`,
  },
  {
    pattern: /^cannot reach /,
    what: (title) => `连接不上${title}系统。`,
    advice: `请确认对方系统和政务网络是否正常；恢复后${RETRY}`,
  },
  {
    pattern: /failed several times in a row/,
    what: (title) => `${title}系统连续多次出错，已暂停调用。`,
    advice: `请联系对方，在“外部门”页看到恢复后${RETRY}`,
  },
  {
    pattern: /^(?:status )?(429|5\d\d)\b/,
    what: (title, found) => `${title}系统出错或停机（${found[1]}）。`,
    advice: `请联系对方；恢复后${RETRY}`,
  },
  {
    pattern: /^answer (?:breaks|is) /,
    what: (title) => `${title}系统的应答不符合约定的格式。`,
    advice: `请系统管理员与对方核对接口版本；改正后${RETRY}`,
  },
  {
    pattern: /^our request cannot be sent|^(?:status )?4\d\d\b/,
    what: (title) => `${title}系统没有接受本系统的请求，重试不会自行好转。`,
    advice: `请把技术详情发给系统管理员；改正后${RETRY}`,
  },
];

const HAN = /\p{Script=Han}/u;

/** By the engine's error types: https://docs.camunda.io/docs/components/concepts/incidents/ */
function ofDiagram(errorType: string): Explained | null {
  switch (errorType) {
    case 'CALLED_ELEMENT_ERROR':
      return { what: '要调用的子流程没有部署。', advice: `请流程分析员部署它，然后${RETRY}` };
    case 'CALLED_DECISION_ERROR':
    case 'DECISION_EVALUATION_ERROR':
      return { what: '规则表算不出结果。', advice: `请流程分析员检查规则表并部署，然后${RETRY}` };
    case 'FORM_NOT_FOUND':
      return { what: '这一步要用的表单没有部署。', advice: `请流程分析员部署它，然后${RETRY}` };
    case 'EXTRACT_VALUE_ERROR':
    case 'CONDITION_ERROR':
    case 'IO_MAPPING_ERROR':
      return {
        what: '流程图中的表达式算不出结果。',
        advice: `请流程分析员按技术详情检查流程变量和条件，修正后${RETRY}`,
      };
    case 'UNHANDLED_ERROR_EVENT':
      return {
        what: '办理结果没有出口：流程图没有处理这个业务错误。',
        advice: '请流程分析员补充出口后部署；本件请系统管理员处理。',
      };
    default:
      return null;
  }
}

/** Job failures arrive as the worker's sentence: Chinese, or `department.operation: …` of a call. */
export function explainIncident(errorType: string, message: string): Explained {
  const diagram = ofDiagram(errorType);
  if (diagram) return diagram;
  if (/^[\w.]+: (input|output) does not fit /.test(message))
    return {
      what: '流程交给这一步的数据不完整，或者格式不对。',
      advice: `请流程分析员按技术详情检查输入映射，查不出的请系统管理员处理；改正后${RETRY}`,
    };
  const [, department = '', detail = ''] = /^(\w+)\.\w+: (.*)$/s.exec(message) ?? [];
  const title = Object.entries(departmentContracts).find(([name]) => name === department)?.[1].title;
  if (title) {
    for (const { pattern, what, advice } of CALLS) {
      const found = pattern.exec(detail);
      if (found) return { what: what(title, found), advice };
    }
    return { what: `调用${title}系统没有成功。`, advice: `请联系对方；恢复后${RETRY}` };
  }
  const sentence = message.replace(/^[A-Z][A-Z0-9_]*: /, '').split('\n')[0] ?? '';
  if (HAN.test(sentence)) return { what: sentence, advice: `请按上述原因处理；排除后${RETRY}` };
  return {
    what: '系统办理这一步时出错，多次重试没有成功。',
    advice: `请把技术详情发给系统管理员；原因排除后${RETRY}`,
  };
}
