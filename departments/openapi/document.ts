/**
 * The OpenAPI 3.1 document of one department, made from its contract. `npm run generate` writes it to
 * `departments/<folder>/openapi.json`; a simulator serves it at `GET /openapi.json`.
 */
import type { DepartmentContract } from '../contracts.ts';
import { departmentContracts } from '../contracts.ts';
import { signatureHeader, signatureToleranceMs } from '../shared/callback-signature.ts';
import type { CallbackContract, OperationContract } from '../shared/operation.ts';
import type { DepartmentName } from '../shared/wire.ts';
import { departmentNames, Problem } from '../shared/wire.ts';

export type OpenApiDocument = Readonly<Record<string, unknown>>;

const json = (schema: unknown, mediaType = 'application/json') => ({ [mediaType]: { schema } });
const problem = (description: string, codes?: readonly string[]) => ({
  description,
  content: {
    'application/problem+json': {
      schema: codes
        ? { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: [...codes] } } }] }
        : { $ref: '#/components/schemas/Problem' },
    },
  },
});

function operationObject(operation: OperationContract) {
  const names = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const pathParameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const { binary } = operation;
  const keyed = operation.method === 'POST' && !binary;
  const headers = ['TraceId', 'Operator', 'Purpose', ...(keyed ? ['IdempotencyKey'] : [])];
  return {
    operationId: operation.name,
    summary: operation.summary,
    parameters: [...pathParameters, ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` }))],
    ...(operation.body ? { requestBody: { required: true, content: json(operation.body, binary?.body) } } : {}),
    responses: {
      200: { description: '已办理', content: json(operation.answer, binary?.answer) },
      400: problem('请求不符合约定，重发同样的请求不会成功'),
      ...(keyed ? { 409: problem('同一 Idempotency-Key 的请求内容不一致') } : {}),
      ...(operation.refusals.length > 0
        ? { 422: problem('业务上不予办理；detail 说明原因和办法', operation.refusals) }
        : {}),
      500: problem(keyed ? '技术故障，可用同一 Idempotency-Key 重试' : '技术故障，可以重试'),
    },
  };
}

function webhookObject(callback: CallbackContract) {
  return {
    post: {
      summary: callback.summary,
      description: `发往请求中的 callbackUrl（本系统为 {YITONG_CALLBACK_URL}${callback.path}）。同一 eventId 只生效一次；未收到 2xx 须重发，次序不作保证。`,
      parameters: [{ $ref: '#/components/parameters/Signature' }],
      requestBody: { required: true, content: json(callback.body) },
      responses: {
        200: { description: '已入库；重复的事件同样返回 200' },
        401: problem('签名不正确或已过期'),
        404: problem('没有对应的单号'),
      },
    },
  };
}

const header = (name: string, description: string, required: boolean) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

export function openApiDocument(name: DepartmentName): OpenApiDocument {
  const contract: DepartmentContract = departmentContracts[name];
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of Object.values(contract.operations)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationObject(operation) };
  }
  const webhooks = Object.fromEntries(
    contract.callbacks.map((callback) => [callback.path.split('/').at(-1)!, webhookObject(callback)]),
  );
  const document = {
    openapi: '3.1.0',
    info: {
      title: `一通 · ${contract.title}`,
      version: '1.0.0',
      description: '由 contract.ts 生成，请勿手改。金额为整数分，日期 YYYY-MM-DD，时刻为带时区的 ISO 8601。',
    },
    paths,
    ...(contract.callbacks.length > 0 ? { webhooks } : {}),
    components: {
      parameters: {
        TraceId: header('X-Trace-Id', '一次办理的跟踪号', true),
        Operator: header('X-Operator', '谁在查询，供对方审计', false),
        Purpose: header('X-Purpose', '为何查询，供对方审计', false),
        IdempotencyKey: header('Idempotency-Key', '同键同内容返回第一次的结果', true),
        ...(contract.callbacks.length > 0
          ? {
              Signature: header(
                signatureHeader,
                `t=<秒>,sha256=<hex>：以双方密钥对 "<t>.<原始正文>" 计算 HMAC-SHA256；与接收方时钟相差超过 ${signatureToleranceMs / 60_000} 分钟的拒收`,
                true,
              ),
            }
          : {}),
      },
      schemas: { Problem },
    },
  };
  // Schemas carry symbols of the library; on paper there is only JSON.
  return JSON.parse(JSON.stringify(document)) as OpenApiDocument;
}

/** All documents by path from the root of the repository; the five utilities have one each. */
export function openApiFiles(): Record<string, string> {
  return Object.fromEntries(
    departmentNames.map((name) => [
      `departments/${folderOf(name)}`,
      `${JSON.stringify(openApiDocument(name), null, 2)}\n`,
    ]),
  );
}

function folderOf(name: DepartmentName): string {
  const isUtility = ['water', 'power', 'gas', 'tv', 'broadband'].includes(name);
  return isUtility ? `utility/${name}.openapi.json` : `${name}/openapi.json`;
}
