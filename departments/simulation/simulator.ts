/**
 * What all simulators share: business operations behind the fault switch, idempotency by key, the call list, numbers,
 * callbacks. A department's own file holds only its rules.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { openApiDocument } from '../openapi/document.ts';
import { signCallback } from '../shared/callback-signature.ts';
import type { AnswerOf, BodyOf, OperationContract, ParamsOf } from '../shared/operation.ts';
import type { RequestState, stateOperation } from '../shared/request-state.ts';
import { shanghaiDate, shanghaiInstant } from '../shared/shanghai-time.ts';
import type { CallRecord, DepartmentName, Faults as FaultsShape } from '../shared/wire.ts';
import { Faults } from '../shared/wire.ts';
import type { CallbackEvent } from './callbacks.ts';
import { createCallbacks } from './callbacks.ts';
import { createJournal } from './journal.ts';
import type { SimulatorOptions } from './options.ts';

const keptCalls = 500;
const refusal = Symbol('refusal');

export interface Refusal {
  readonly [refusal]: true;
  readonly code: string;
  readonly detail: string;
}

/** A department cannot do its work at the moment: 503, and the same request may be sent again. */
export class NotNow extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {
    super(code);
  }
}

/** A department's "no": `detail` is Chinese and tells the clerk what to do. */
export function refuse(code: string, detail: string): Refusal {
  return { [refusal]: true, code, detail };
}

/** The organisations behind one service, each with faults of its own. */
export interface Organisations {
  readonly names: ReadonlyMap<string, string>;
  /** Whom a request is for. */
  of(body: unknown, params: unknown): string | undefined;
}

export type SimulatorKit = ReturnType<typeof createSimulatorKit>;

export function createSimulatorKit(
  app: FastifyInstance,
  department: DepartmentName,
  options: SimulatorOptions,
  organisations: Organisations = { names: new Map(), of: () => undefined },
) {
  const log = options.log.child({ department });
  const journal = createJournal(options.journalFile);
  const callbacks = createCallbacks(journal, {
    secret: options.callbackSecret,
    log,
    now: () => options.clock.now(),
    ...(options.callbackBackoffMs === undefined ? {} : { backoffMs: options.callbackBackoffMs }),
    ...(options.callbackWindowMs === undefined ? {} : { windowMs: options.callbackWindowMs }),
  });
  const answers = journal.table<{ bodyHash: string; answer?: object }>('answers');
  const counters = journal.table<number>('counters');
  /** Texts of what was called back, by number of the request: kept for whoever asks again. */
  const told = journal.table<readonly string[]>('told');
  const calls: CallRecord[] = [];
  const knownRefusals = new Set<string>();
  const faultListeners: (() => void)[] = [];
  /** The department's switches, and what an organisation has differently. */
  let faults: FaultsShape = {
    latencyMs: 0,
    refuse: null,
    fail: null,
    twice: false,
    outOfOrder: false,
    auto: options.auto ?? false,
  };
  const ownFaults = new Map<string, Partial<FaultsShape>>();
  const faultsOf = (organisation: string | undefined): FaultsShape => ({
    ...faults,
    ...(organisation === undefined ? {} : ownFaults.get(organisation)),
  });

  app.addHook('onClose', () => callbacks.stop());

  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'simulator failed');
    problem(reply, status, status < 500 ? 'BAD_REQUEST' : 'INTERNAL', status < 500 ? error.message : '系统内部错误');
  });

  /**
   * Serves one operation of the contract. `handle` is synchronous on purpose: key check, work and remembering happen in
   * one turn, so two calls with one key cannot interleave.
   *
   * @param prepare what must be awaited before that turn, for example another service; throws `NotNow` when it cannot be had
   * @param keep false: answers are too large to keep, and `handle` gives the same one again by itself; only the body's hash is kept
   */
  function serve<Op extends OperationContract, Prepared = undefined>(
    spec: Op,
    handle: (body: BodyOf<Op>, params: ParamsOf<Op['path']>, prepared: Prepared) => AnswerOf<Op> | Refusal,
    {
      keep = true,
      prepare,
    }: { keep?: boolean; prepare?: (body: BodyOf<Op>, traceId: string) => Promise<Prepared> } = {},
  ) {
    const { binary } = spec;
    for (const code of spec.refusals) knownRefusals.add(code);
    if (binary)
      app.addContentTypeParser(binary.body, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.route({
      method: spec.method,
      url: spec.path,
      ...(spec.body && !binary ? { schema: { body: spec.body } } : {}),
      handler: async (request, reply) => {
        const organisation = organisations.of(request.body, request.params);
        const faults = faultsOf(organisation);
        const done = (outcome: string, replayed = false) =>
          record(spec.name, request, organisation ?? null, outcome, replayed);
        const wait = (options.latencyMs?.() ?? 0) + faults.latencyMs;
        if (wait > 0) await sleep(wait);
        if (faults.fail === 'down') return drop(request, reply, done);
        if (faults.fail === '500') {
          done('500');
          return problem(reply, 500, 'INTERNAL', '系统内部错误（演示故障）');
        }
        if (faults.refuse !== null && spec.refusals.includes(faults.refuse)) {
          done(`refused ${faults.refuse}`);
          return problem(reply, 422, faults.refuse, '经办部门不予办理（演示设置）');
        }
        if (binary && !Buffer.isBuffer(request.body)) {
          done('415');
          return problem(reply, 415, 'MEDIA_TYPE', `请求须为 ${binary.body}`);
        }
        const keyed = spec.method === 'POST' && !binary;
        const key = header(request, 'idempotency-key');
        if (keyed && !key) {
          done('400');
          return problem(reply, 400, 'IDEMPOTENCY_KEY_MISSING', '请求缺少 Idempotency-Key');
        }
        let prepared: Prepared;
        try {
          prepared = (await prepare?.(request.body as BodyOf<Op>, header(request, 'x-trace-id') ?? '')) as Prepared;
        } catch (error) {
          if (!(error instanceof NotNow)) throw error;
          done(`503 ${error.code}`);
          return problem(reply, 503, error.code, error.detail);
        }
        const memory = keyed ? `${spec.name}:${key}` : undefined;
        const bodyHash = createHash('sha256')
          .update(JSON.stringify(request.body ?? null))
          .digest('hex');
        const known = memory ? answers.get(memory) : undefined;
        if (known && known.bodyHash !== bodyHash) {
          done('409');
          return problem(reply, 409, 'IDEMPOTENCY_CONFLICT', '同一 Idempotency-Key 的请求内容不一致');
        }
        const answer = (known?.answer ??
          handle(request.body as BodyOf<Op>, request.params as ParamsOf<Op['path']>, prepared)) as object;
        if (isRefusal(answer)) {
          done(`refused ${answer.code}`);
          return problem(reply, 422, answer.code, answer.detail);
        }
        if (memory && !known) answers.set(memory, { bodyHash, ...(keep ? { answer } : {}) });
        if (faults.fail === 'timeout') {
          done('no answer', known !== undefined);
          reply.hijack();
          return;
        }
        done('ok', known !== undefined);
        return binary ? reply.type(binary.answer).send(answer) : reply.send(answer);
      },
    });
  }

  /** The state of an earlier request. `caseOf`: whose request a number is; undefined when it is not known. */
  function serveState(
    spec: typeof stateOperation & { readonly name: string },
    caseOf: (requestNo: string) => string | undefined,
  ) {
    serve(spec, (_body, { requestNo }): RequestState => {
      const caseNo = caseOf(requestNo);
      if (caseNo === undefined) return { requestNo, state: 'unknown', caseNo: null, results: [] };
      const results = (told.get(requestNo) ?? []).map((body) => ({
        body,
        signature: signCallback(options.callbackSecret, body, options.clock.now()),
      }));
      return { requestNo, state: results.length > 0 ? 'answered' : 'pending', caseNo, results };
    });
  }

  function drop(request: FastifyRequest, reply: FastifyReply, done: (outcome: string) => void) {
    done('connection dropped');
    reply.hijack();
    request.raw.socket.destroy();
  }

  function record(
    name: string,
    request: FastifyRequest,
    organisation: string | null,
    outcome: string,
    replayed: boolean,
  ) {
    const body = request.body as { caseNo?: string } | undefined;
    const call: CallRecord = {
      at: shanghaiInstant(options.clock.now()),
      operation: name,
      caseNo: body?.caseNo ?? null,
      organisation,
      traceId: header(request, 'x-trace-id') ?? null,
      idempotencyKey: header(request, 'idempotency-key') ?? null,
      outcome,
      replayed,
    };
    calls.push(call);
    if (calls.length > keptCalls) calls.shift();
    log.debug(call, 'department called');
  }

  app.get('/healthz', async (request, reply) => {
    if (faults.fail === 'down') return drop(request, reply, () => undefined);
    return { status: 'ok', department };
  });
  app.get('/calls', async () => ({ calls: calls.toReversed() }));
  app.get('/openapi.json', async () => openApiDocument(department));
  app.get('/faults', async () => faults);
  app.get('/refusals', async () => ({ codes: [...knownRefusals] }));

  function refusalProblem(change: Partial<FaultsShape>): string | undefined {
    if (change.refuse == null || knownRefusals.has(change.refuse)) return undefined;
    return `不支持的拒绝代码；可用：${[...knownRefusals].join('、')}`;
  }
  function faultsChanged() {
    log.info({ faults, organisations: Object.fromEntries(ownFaults) }, 'faults changed');
    for (const listener of faultListeners) listener();
  }

  app.put('/faults', { schema: { body: Type.Partial(Faults) } }, async (request, reply) => {
    const change = request.body as Partial<FaultsShape>;
    const wrong = refusalProblem(change);
    if (wrong) return problem(reply, 400, 'REFUSAL_UNKNOWN', wrong);
    faults = { ...faults, ...change };
    faultsChanged();
    return faults;
  });

  app.get('/organisations', async () => ({
    organisations: [...organisations.names].map(([id, name]) => ({
      id,
      name,
      faults: faultsOf(id),
      own: ownFaults.has(id),
    })),
  }));

  /** `PUT` sets what one organisation has differently, `DELETE` gives it the department's switches again. */
  app.put('/organisations/:id/faults', { schema: { body: Type.Partial(Faults) } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const change = request.body as Partial<FaultsShape>;
    if (!organisations.names.has(id)) return problem(reply, 404, 'ORGANISATION_UNKNOWN', '该机构未接入本服务');
    const wrong = refusalProblem(change);
    if (wrong) return problem(reply, 400, 'REFUSAL_UNKNOWN', wrong);
    ownFaults.set(id, { ...ownFaults.get(id), ...change });
    faultsChanged();
    return faultsOf(id);
  });
  app.delete('/organisations/:id/faults', async (request) => {
    const { id } = request.params as { id: string };
    ownFaults.delete(id);
    faultsChanged();
    return faultsOf(id);
  });

  return {
    log,
    serve,
    serveState,
    table: journal.table,
    /** Next number of a series, for example `TAX20260213000007`; never given twice. */
    nextNumber(prefix: string): string {
      const series = `${prefix}${shanghaiDate(options.clock.now()).replaceAll('-', '')}`;
      const next = (counters.get(series) ?? 0) + 1;
      counters.set(series, next);
      return `${series}${String(next).padStart(6, '0')}`;
    },
    now: () => shanghaiInstant(options.clock.now()),
    instantAfter: (ms: number) => shanghaiInstant(new Date(options.clock.now().getTime() + ms)),
    today: (addDays = 0) => shanghaiDate(options.clock.now(), addDays),
    /** Reports what became of a request, and keeps it under the request's number. */
    sendCallback(
      url: string,
      event: CallbackEvent,
      { requestNo, organisation }: { requestNo: string; organisation?: string },
    ) {
      told.set(requestNo, [...(told.get(requestNo) ?? []), JSON.stringify(event)]);
      callbacks.send(url, event, faultsOf(organisation));
    },
    isAuto: (organisation?: string) => faultsOf(organisation).auto,
    onFaultsChanged: (listener: () => void) => faultListeners.push(listener),
  };
}

export function problem(reply: FastifyReply, status: number, code: string, detail: string) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }));
}

function isRefusal(answer: object): answer is Refusal {
  return refusal in answer;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
