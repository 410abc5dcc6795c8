import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  Board,
  HallDeviceList,
  HallView,
  MadeHallDevice,
  TakenTicket,
  TicketDesk,
  TicketView,
} from '../../server/api/index.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

/** 大厅: what screens and kiosks see and may do by their own address, and the clerk's steps that they follow. */
let harness: Harness;
let acceptor: User;
let supervisor: User;
beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  supervisor = await harness.signIn('supervisor-330203');
});
afterAll(() => harness.stop());

const enable = async (kind: 'display' | 'kiosk', by = supervisor) => {
  const made = (await by.send<MadeHallDevice>('POST', '/api/hall/devices', { kind, name: `一楼${kind}` })).body;
  return { ...made, api: `/api/public/hall/${made.path.split('/').at(-1)}` };
};
const look = async (api: string) => {
  const answer = await fetch(`${harness.url}${api}`);
  return { status: answer.status, text: await answer.clone().text(), hall: (await answer.json()) as HallView };
};
const take = async (api: string, errand = 'registration') => {
  const body = JSON.stringify({ errand });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${harness.url}${api}/tickets`, { method: 'POST', headers, body });
  return { status: answer.status, taken: (await answer.json()) as TakenTicket };
};
const desk = async () => (await acceptor.get<TicketDesk>('/api/tickets')).body;
const act = async (ticketId: string | undefined, verb: string, body: unknown = {}) =>
  acceptor.send<TicketView>('POST', `/api/tickets/${ticketId}/${verb}`, body);

describe('大厅显示屏和自助取号机', () => {
  test('a kiosk takes numbers, the display follows the windows, and neither needs an account', async () => {
    // given a display and a kiosk that the supervisor has let in
    const display = await enable('display');
    const kiosk = await enable('kiosk');
    expect(display.path).toMatch(/^\/hall\/display\/[A-Za-z0-9_-]{43}$/);

    // when three numbers are taken and one is called twice
    const first = await take(kiosk.api);
    await take(kiosk.api, 'query');
    expect(await take(kiosk.api)).toMatchObject({ status: 201, taken: { number: 3, ahead: 2, district: '330203' } });
    await acceptor.send('POST', '/api/tickets/next', { counter: '3 号窗口', errands: ['registration'] });
    const { open } = await desk();
    expect(open).toMatchObject({ number: first.taken.number, calls: 1 });
    expect((await acceptor.get('/api/tickets/open')).body).toEqual({ open });
    expect(open?.steps[0]).toMatchObject({ kind: 'taken', by: { name: '自助取号机' } });
    harness.clock.advance(60_000);
    await act(open?.ticketId, 'recall');

    // then the display shows the call and the line, and nothing else
    const { hall, text } = await look(display.api);
    expect(hall).toEqual({
      kind: 'display',
      district: '330203',
      asOf: harness.clock.now().toISOString(),
      called: [{ number: 1, counter: '3 号窗口', calls: 2, toldAt: harness.clock.now().toISOString() }],
      waiting: [
        { number: 2, errand: 'query' },
        { number: 3, errand: 'registration' },
      ],
      missed: [],
    });
    expect(text).not.toContain(acceptor.account);
    // a display takes no numbers
    expect((await take(display.api)).status).toBe(403);
  });

  test('过号 needs the calls of the rule, does not wait any more, and comes back; the board tells all of it', async () => {
    const { open, callsNeeded, callGapSeconds, restoreAfter } = await desk();
    expect([open?.calls, callsNeeded, callGapSeconds, restoreAfter]).toEqual([2, 3, 20, 3]);
    const early = await act(open?.ticketId, 'end', { outcome: 'MISSED' });
    expect([early.status, early.problem.detail]).toEqual([409, expect.stringContaining('满3次')]);
    const soon = await act(open?.ticketId, 'recall');
    expect([soon.status, soon.problem.detail]).toEqual([409, expect.stringContaining('起可以再呼')]);
    harness.clock.advance(callGapSeconds * 1000);
    await act(open?.ticketId, 'recall');
    harness.clock.advance(callGapSeconds * 1000);
    expect((await act(open?.ticketId, 'end', { outcome: 'MISSED' })).body.state).toBe('missed');
    harness.clock.advance(10 * 60_000);
    const board = async () => (await supervisor.get<Board>('/api/board')).body.waits;
    expect(await board()).toMatchObject({ taken: 3, waiting: 2, called: 1, missed: 1, longest: { grossMinutes: 0 } });

    const waiting = (await desk()).waiting[0];
    const to = { errand: 'certificate', counter: '5 号窗口', reason: '来领证' };
    await act(waiting?.ticketId, 'move', to);
    expect((await act(open?.ticketId, 'restore')).body).toMatchObject({ state: 'waiting', calls: 0 });
    const line = (await desk()).waiting;
    expect(line.map(({ number, wantedCounter }) => [number, wantedCounter])).toEqual([
      [2, '5 号窗口'],
      [3, null],
      [1, null],
    ]);
    expect(line[0]?.steps.at(-1)).toMatchObject({ kind: 'moved', reason: '来领证', by: { userId: 'acceptor-330203' } });
    expect(await board()).toMatchObject({ taken: 3, waiting: 3, missed: 0, restored: 1, moved: 1 });
  });

  test('the screens hear of their own hall at once, and of nothing but numbers', async () => {
    const { api } = await enable('display');
    const elsewhere = await enable('display', await harness.signIn('supervisor-330205'));
    const heard = async (path: string) => {
      const abort = new AbortController();
      const answer = await fetch(`${harness.url}${path}/events`, { signal: abort.signal });
      const stream = { text: '', close: () => abort.abort() };
      void (async () => {
        for await (const chunk of answer.body!) stream.text += new TextDecoder().decode(chunk);
      })().catch(() => undefined);
      await harness.until('the greeting', async () => stream.text.includes('event: hello'));
      return stream;
    };
    const own = await heard(api);
    const other = await heard(elsewhere.api);

    await harness.fileAndAccept(acceptor);
    await take((await enable('kiosk')).api);

    await harness.until('the number', async () => own.text.includes('"ticket"'));
    const topics = [...own.text.matchAll(/event: change\ndata: (.+)/g)].map((one) => JSON.parse(one[1]!));
    expect(topics.map(({ topic, caseNo }) => [topic, caseNo])).toEqual([['ticket', null]]);
    expect(other.text).not.toContain('event: change');
    own.close();
    other.close();
  });

  test('an address that was switched off, or never was, opens nothing; devices are their own hall’s', async () => {
    const { api, device } = await enable('kiosk');
    expect((await look(api)).status).toBe(200);
    const other = await harness.signIn('supervisor-330205');
    expect((await other.send('POST', `/api/hall/devices/${device.deviceId}/end`)).status).toBe(404);
    expect((await supervisor.send('POST', `/api/hall/devices/${device.deviceId}/end`)).status).toBe(200);
    for (const path of [api, `${api}/events`, `/api/public/hall/${'A'.repeat(43)}`])
      expect((await look(path)).status).toBe(404);
    expect((await take(api)).status).toBe(404);
    const { devices } = (await supervisor.get<HallDeviceList>('/api/hall/devices')).body;
    expect(devices.find((one) => one.deviceId === device.deviceId)).toMatchObject({
      endedAt: expect.any(String),
      seenAt: expect.any(String),
    });
    // the token is nowhere but in the address
    const { rows } = await harness.db.pool.query('SELECT * FROM desk.hall_device');
    expect(JSON.stringify(rows)).not.toContain(api.split('/').at(-1));
  });

  test('how often a device may ask is counted by the device, whatever else its address carries', async () => {
    const { api } = await enable('kiosk');
    const statuses: number[] = [];
    for (let n = 0; n <= 60; n++) {
      const answer = await fetch(`${harness.url}${api}/tickets?n=${n}`, { method: 'POST' });
      statuses.push(answer.status);
    }
    expect(statuses.indexOf(429)).toBe(60);
    expect((await take((await enable('kiosk')).api)).status).toBe(201);
  });
});
