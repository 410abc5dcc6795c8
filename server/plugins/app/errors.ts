import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError, Problem } from '../../api/problem.ts';
import { problemFrom } from '../../problems/from-error.ts';
import { ProblemError } from '../../problems/problem-error.ts';

const TITLES: Record<number, string> = {
  400: '请求有误',
  401: '未登录',
  403: '没有权限',
  404: '没有找到',
  409: '状态已变化',
  413: '文件过大',
  415: '格式不支持',
  422: '内容有误',
  429: '操作太频繁',
  503: '暂不可用',
};

const TOO_LARGE = '内容过大，请压缩或分成几个文件提交。';
const TOO_MUCH: Record<string, string> = {
  FST_PARTS_LIMIT: '一次提交的文件或字段太多，请分几次提交。',
  FST_FILES_LIMIT: '一次提交的文件太多，请分几次提交。',
  FST_FIELDS_LIMIT: '一次提交的字段太多，请检查后重新提交。',
  FST_REQ_FILE_TOO_LARGE: '文件超过上传的大小限制，请压缩或分成几个文件上传。',
};

/** What a schema violation means for the person who typed it. */
function fieldMessage(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'required':
      return '必填，请补充。';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return '多余的内容，请删除。';
    case 'minLength':
    case 'minItems':
      return Number(params.limit) <= 1 ? '不能为空。' : `至少需要 ${params.limit}。`;
    case 'maxLength':
    case 'maxItems':
      return `超出上限 ${params.limit}，请精简。`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `不能小于 ${params.limit}。`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `不能大于 ${params.limit}。`;
    case 'pattern':
    case 'format':
      return '格式不正确，请按示例填写。';
    case 'const':
    case 'enum':
    case 'anyOf':
      return '不在可选范围内，请重新选择。';
    default:
      return '格式不正确。';
  }
}

interface SchemaFinding {
  instancePath?: string;
  keyword: string;
  params?: Record<string, unknown>;
}

/** Field errors from the validator's findings; a missing property is named by its own path. */
export function fieldErrors(findings: SchemaFinding[]): FieldError[] {
  const errors = findings.flatMap((finding) => {
    const at = finding.instancePath ?? '';
    const params = finding.params ?? {};
    const missing = params.requiredProperties ?? (params.missingProperty ? [params.missingProperty] : undefined);
    const paths = Array.isArray(missing) ? missing.map((name) => `${at}/${String(name)}`) : [at || '/'];
    return paths.map((path) => ({
      path,
      code: finding.keyword.toUpperCase(),
      message: fieldMessage(finding.keyword, params),
    }));
  });
  // A failed union reports every branch; the shortest useful answer is one finding per path.
  return [...new Map(errors.map((error) => [error.path, error])).values()];
}

function send(reply: FastifyReply, request: FastifyRequest, problem: ProblemError): FastifyReply {
  const body: Problem = {
    type: `urn:yitong:problem:${problem.code}`,
    title: TITLES[problem.status] ?? '处理失败',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    traceId: request.id,
    ...problem.extra,
  };
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
}

function fromFastify(error: FastifyError): ProblemError | undefined {
  if (error.validation) {
    const errors = fieldErrors(error.validation as unknown as SchemaFinding[]);
    return new ProblemError(422, 'VALIDATION_FAILED', '填写的内容有误，请按提示修改后再提交。', { errors });
  }
  switch (error.statusCode) {
    case 413:
      return new ProblemError(413, 'FILE_TOO_LARGE', TOO_MUCH[error.code] ?? TOO_LARGE);
    case 415:
      return new ProblemError(415, 'FILE_TYPE_NOT_ALLOWED', '不支持这种格式，请按要求的格式提交。');
    case 429:
      return new ProblemError(429, 'TOO_MANY_REQUESTS', '操作太频繁，请一分钟后再试。');
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new ProblemError(error.statusCode, 'BAD_REQUEST', '请求的格式不正确，请检查后重试。')
        : undefined;
  }
}

/** Every answer ≥ 400 is RFC 9457 JSON; what went wrong inside stays in the log, found again by `traceId`. */
export function installErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemFrom(error) ?? fromFastify(error);
    if (problem) {
      if (problem.status >= 500) request.log.warn({ err: error }, 'request not served');
      // The only trace of a request whose sender has left: nobody gets an answer, so nothing is said of one.
      else
        request.log.debug(
          { method: request.method, path: request.url.split('?')[0], status: problem.status, code: problem.code },
          'refused',
        );
      return send(reply, request, problem);
    }
    request.log.error({ err: error }, 'request failed');
    const detail = `系统内部错误，操作没有完成。请重试；仍不行请把追踪号 ${request.id} 告诉系统管理员。`;
    return send(reply, request, new ProblemError(500, 'INTERNAL', detail));
  });
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(reply, request, new ProblemError(404, 'NOT_FOUND', '没有这个地址，请检查链接是否完整。'));
}
