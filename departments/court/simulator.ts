/**
 * Twelve simulated courts behind one service, each with its own letter book and faults. `GET /letters?noticeNo=` shows
 * what a court has received; `PUT /unknown-notices` names notices it says it never issued.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { CourtReceipt } from './contract.ts';
import { courtOperations } from './contract.ts';

interface Letter {
  readonly receiptNo: string;
  readonly courtId: string;
  readonly kind: string;
  readonly noticeNo: string;
  readonly state: string | null;
  readonly queueNo: number | null;
  readonly receivedAt: string;
}

const courts = new Map([
  ['COURT-02', '市中级人民法院（演示）'],
  ...['0203', '0205', '0206', '0211', '0212', '0213', '0225', '0226', '0281', '0282', '0291'].map(
    (code) => [`COURT-${code}`, `基层人民法院 浙${code}（演示）`] as const,
  ),
]);
const Unknown = Type.Object({ noticeNos: Type.Array(Type.String({ minLength: 1 })) });

export async function courtSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'court', options, {
    names: courts,
    of: (body) => (body as { courtId?: string } | undefined)?.courtId,
  });
  const letters = kit.table<Letter>('letters');
  const unknown = kit.table<true>('unknownNotices');

  function receive(letter: Omit<Letter, 'receiptNo' | 'receivedAt'>): CourtReceipt | ReturnType<typeof refuse> {
    if (!courts.has(letter.courtId)) return refuse('COURT_NOT_CONNECTED', '该法院尚未接入，请核对法院编号。');
    if (unknown.get(letter.noticeNo)) {
      return refuse('COURT_NOTICE_UNKNOWN', '法院未查询到该协助执行通知书，请与承办法官核实文号。');
    }
    const received: Letter = { ...letter, receiptNo: kit.nextNumber('CRT'), receivedAt: kit.now() };
    letters.set(received.receiptNo, received);
    return { receiptNo: received.receiptNo, receivedAt: received.receivedAt };
  }

  kit.serve(courtOperations.deliverReceipt, ({ courtId, noticeNo, state, queueNo }) =>
    receive({ courtId, kind: 'receipt', noticeNo, state, queueNo: queueNo ?? null }),
  );
  kit.serve(courtOperations.notifyCourt, ({ courtId, kind, noticeNo }) =>
    receive({ courtId, kind, noticeNo, state: null, queueNo: null }),
  );

  app.get('/letters', async (request) => {
    const { noticeNo } = request.query as { noticeNo?: string };
    return { letters: letters.values().filter((letter) => noticeNo === undefined || letter.noticeNo === noticeNo) };
  });
  app.put('/unknown-notices', { schema: { body: Unknown } }, async (request) => {
    const { noticeNos } = request.body as Type.Static<typeof Unknown>;
    for (const noticeNo of noticeNos) unknown.set(noticeNo, true);
    return { noticeNos: noticeNos.length };
  });
}
