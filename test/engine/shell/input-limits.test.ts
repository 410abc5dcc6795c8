import { connect } from 'node:net';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, parseJson } from '../../../engine/json-input.ts';
import { createIntake } from '../../../engine/runtime/intake.ts';
import { end, process, serviceTask, start } from '../support/diagrams.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';

const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;

describe('JSON from outside', () => {
  it('is read up to a depth that can be written again', () => {
    expect(parseJson(nested(MAX_JSON_DEPTH))).toHaveProperty('a.0.a.0.a');
    expect(() => parseJson(nested(MAX_JSON_DEPTH + 2))).toThrow(/more than 1000 levels/);
    expect(() => parseJson('['.repeat(1_000_000))).toThrow(/more than 1000 levels/);
  });

  it('is not deeper for the brackets in its texts', () => {
    const text = '[{"'.repeat(2_000);
    expect(parseJson(JSON.stringify({ text, [`${text}\\`]: 1 }))).toMatchObject({ text });
  });
});

describe('the intake', () => {
  it('turns requests away while it holds too many bytes, but always takes one', () => {
    // given
    let refused = 0;
    const intake = createIntake(100, () => {
      refused += 1;
    });

    // when
    const release = intake.admit(150);

    // then
    expect(() => intake.admit(1)).toThrow(/150 bytes of requests/);
    release();
    release();
    expect(intake.bytes()).toBe(0);
    intake.admit(60);
    intake.admit(40);
    expect(() => intake.admit(1)).toThrow();
    expect(refused).toBe(2);
  });
});

describe('a request whose values nobody expects', () => {
  let test: TestEngine;
  afterEach(() => test.stop());

  it('is a mistake of the caller', async () => {
    test = await startTestEngine();
    const search = (body: object) => test.rest('POST', '/process-instances/search', body);
    for (const body of [
      { filter: { constructor: 1 } },
      { filter: { elementId: { toString: 'x' } } },
      { filter: { $or: [null] } },
      { filter: { processInstanceKey: '9999999999999999999' } },
      { filter: { processDefinitionId: 'a\0b' } },
      { sort: [null] },
      { sort: { field: '__proto__' } },
    ]) {
      expect((await search(body)).status).toBe(400);
    }
    expect((await test.rest('GET', '/process-instances/9999999999999999999')).status).toBe(400);
  });

  it('is no longer counted once it is refused', async () => {
    // given
    test = await startTestEngine({ bytesLimit: 100 });
    const grpc = new Client(test.engine.grpcAddress, credentials.createInsecure());
    const same = (bytes: Buffer) => bytes;
    const path = '/gateway_protocol.Gateway/PublishMessage';
    const send = (bytes: Buffer) =>
      new Promise<ServiceError | null>((resolve) => grpc.makeUnaryRequest(path, same, same, bytes, resolve));

    // when
    const undecodable = Buffer.alloc(80, 0xff);
    const codes = [];
    for (let times = 0; times < 3; times += 1) codes.push((await send(undecodable))?.code);
    grpc.close();

    // then
    expect(codes).toEqual([status.INVALID_ARGUMENT, status.INVALID_ARGUMENT, status.INVALID_ARGUMENT]);
  });

  it('is no longer counted once its connection has gone, although it waited behind another', async () => {
    // given
    test = await startTestEngine();
    const { hostname, port } = new URL(test.engine.restAddress);
    const held = async () => {
      const text = await (await fetch(`${test.engine.restAddress}/metrics`)).text();
      return Number(/^engine_request_bytes (\S+)$/m.exec(text)?.[1]);
    };
    const post = (body: string) =>
      `POST /v2/jobs/activation HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const waits = post('{"type":"nobody","timeout":1000,"maxJobsToActivate":1,"requestTimeout":60000}');

    // when
    const socket = connect(Number(port), hostname);
    socket.write(waits + waits + waits);
    await expect.poll(held, { timeout: 20_000 }).toBe(3 * 77);
    socket.destroy();

    // then
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
  });

  it('is no longer counted once its caller has given up the wait for a result', async () => {
    // given
    test = await startTestEngine();
    await deploy(test.engine.restAddress, { 'work.bpmn': process('work', [start(), serviceTask('Work', 'w'), end()]) });
    const held = async () => {
      const text = await (await fetch(`${test.engine.restAddress}/metrics`)).text();
      return Number(/^engine_request_bytes (\S+)$/m.exec(text)?.[1]);
    };

    // when
    const grpc = new Client(test.engine.grpcAddress, credentials.createInsecure());
    const path = '/gateway_protocol.Gateway/CreateProcessInstanceWithResult';
    const same = (bytes: Buffer) => bytes;
    // request { bpmnProcessId: "work", version: -1 }, requestTimeout: an hour
    const bytes = Buffer.from('0a111204776f726b18ffffffffffffffffff01' + '1080dddb01', 'hex');
    const call = grpc.makeUnaryRequest(path, same, same, bytes, () => undefined);
    await expect.poll(held, { timeout: 20_000 }).toBe(bytes.length);
    call.cancel();

    // then
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
    grpc.close();
  });

  it('says what is wrong with a file that has no name', async () => {
    // given
    test = await startTestEngine();
    const form = new FormData();
    form.append('resources', new Blob(['{"id":"form"}']), '');

    // when
    const answer = await fetch(`${test.engine.restAddress}/v2/deployments`, { method: 'POST', body: form });

    // then
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("'': unknown resource type");
  });

  it('says what is wrong with files that nothing keeps apart', async () => {
    // given
    test = await startTestEngine();
    const headers = { 'content-type': 'multipart/form-data' };

    // when
    const answer = await fetch(`${test.engine.restAddress}/v2/deployments`, { method: 'POST', headers, body: 'x' });

    // then
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('needs a boundary');
  });

  it('refuses a body of files that breaks off or has no parts', async () => {
    // given
    test = await startTestEngine();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const part = 'content-disposition: form-data; name="resources"; filename="a.bpmn"';
    const bodies = {
      'a byte': Uint8Array.from([0]),
      nothing: '',
      'no boundary': 'rubbish',
      'a boundary alone': '--x',
      'a boundary and no part': '--x\r\n',
      'a part that does not end': `--x\r\n${part}\r\n\r\n<a/>`,
      'a part without a head': '--x\r\n\r\n<a/>\r\n--x--',
      'a head that is none': '--x\r\nrubbish\r\n\r\n<a/>\r\n--x--',
    };

    // when
    const statuses: Record<string, number> = {};
    for (const [what, body] of Object.entries(bodies)) {
      const answer = await fetch(`${test.engine.restAddress}/v2/deployments`, { method: 'POST', headers, body });
      statuses[what] = answer.status;
    }

    // then
    expect(statuses).toEqual(Object.fromEntries(Object.keys(bodies).map((what) => [what, 400])));
  });

  it('keeps variables whose names mean something to JavaScript', async () => {
    // given
    test = await startTestEngine();
    await deploy(test.engine.restAddress, { 'work.bpmn': process('work', [start(), serviceTask('Work', 'w'), end()]) });
    const variables = '{"__proto__":{"polluted":true},"constructor":1,"toString":"x"}';

    // when
    const created = await fetch(`${test.engine.restAddress}/v2/process-instances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"processDefinitionId":"work","variables":${variables}}`,
    });
    const activated = await fetch(`${test.engine.restAddress}/v2/jobs/activation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"w","timeout":10000,"maxJobsToActivate":1}',
    });

    // then
    expect(created.status).toBe(200);
    const text = await activated.text();
    expect(text).toContain('"__proto__":{"polluted":true}');
    expect(text).toContain('"constructor":1');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
