import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Camunda, startCamunda } from '../../scripts/camunda/broker.ts';
import { startTestEngine, type TestEngine } from '../engine/support/engine.ts';
import { startTokenServer } from '../interop/support/token-server.ts';
import * as d from '../parity/support/diagram.ts';
import { camundaMissing } from './support/engine-under-test.ts';
import { CAMUNDA_CLIENT, javaProgram, whyMavenIsMissing, ZEEBE_CLIENT } from './support/java-client.ts';

// The same Java program, with Camunda's own clients, against the embedded engine and the real broker.

const missing = camundaMissing ?? (await whyMavenIsMissing());
if (missing) process.stderr.write(`\nSKIPPED: Camunda's Java clients are not tried here. ${missing}\n\n`);

const AUDIENCE = 'yitong-engine';
/** Compiling, and two Java programs at once beside a broker. */
const TIMEOUT_MS = 300_000;

/** A task for workers of a type of its own: what they leave behind must not take the jobs of other errands. */
const task = (id: string) =>
  d.diagram(
    id,
    [
      d.start(),
      d.service('Work', id, { ext: d.headers({ unit: 'm2' }) }),
      d.boundary('Refused', 'Work', d.onError('refused'), { ext: d.mapping(d.output('refusedFor', '=reason')) }),
      d.end(),
      d.end('EndRefused'),
    ],
    ['Start > Work', 'Work > End', 'Refused > EndRefused'],
    [d.error('refused', 'REFUSED')],
  );

const FILES: Record<string, string> = {
  'work.bpmn': task('work'),
  'work-by-stream.bpmn': task('work-by-stream'),
  'check.bpmn': task('check'),
  'wait-message.bpmn': d.diagram(
    'wait-message',
    [d.start(), d.catching('Wait', d.onMessage('paid')), d.end()],
    ['Start > Wait', 'Wait > End'],
    [d.message('paid', 'paid', '=caseNo')],
  ),
  'wait-signal.bpmn': d.diagram(
    'wait-signal',
    [d.start(), d.catching('Wait', d.onSignal('opened')), d.end()],
    ['Start > Wait', 'Wait > End'],
    [d.signal('opened', 'opened')],
  ),
  'sign.bpmn': d.diagram(
    'sign',
    [d.start(), d.user('Sign', { ext: '<zeebe:assignmentDefinition candidateGroups="clerks"/>' }), d.end()],
    ['Start > Sign', 'Sign > End'],
  ),
  'broken.bpmn': d.diagram(
    'broken',
    [d.start(), d.node('serviceTask', 'Work'), d.end()],
    ['Start > Work', 'Work > End'],
  ),
  'fee.dmn': d.decisionTable(
    'fee',
    [{ label: 'usage', expression: 'usage' }],
    [
      ['"住宅"', '"8000"'],
      ['-', '"55000"'],
    ],
    'FIRST',
  ),
  'check.form': JSON.stringify({ id: 'check', type: 'default', components: [] }),
};

describe.skipIf(missing)("Camunda's Java clients", () => {
  let camunda: Camunda;
  let embedded: TestEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'java-clients-'));
    for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, name), content);
    [camunda, embedded] = await Promise.all([startCamunda(), startTestEngine()]);
  });
  afterAll(async () => {
    await Promise.all([camunda?.stop(), embedded?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  test.each([ZEEBE_CLIENT, CAMUNDA_CLIENT])(
    '$artifact $version does the same with both engines',
    async (client) => {
      // given
      const errands = await javaProgram('Errands', client, folder);
      const on = ({ grpcAddress, restAddress }: { grpcAddress: string; restAddress: string }) =>
        errands(`http://${grpcAddress.replace('grpc://', '')}`, restAddress, folder, client.artifact);

      // when
      const [expected, actual] = await Promise.all([on(camunda), on(embedded.engine)]);

      // then
      expect(actual).toEqual(expected);
      expect(actual.filter((line) => /ok|->|<key>|NOT_FOUND|INVALID_ARGUMENT/.test(line)).length).toBeGreaterThan(12);
      expect(actual.join('\n')).not.toMatch(/Exception/);
    },
    TIMEOUT_MS,
  );

  test('camunda-client-java finds tasks and incidents over REST, with a token of an OpenID Connect issuer', async () => {
    // given
    const issuer = await startTokenServer({ audience: AUDIENCE });
    const guarded = await startTestEngine({ auth: 'oidc', oidc: { issuer: issuer.issuer, audiences: [AUDIENCE] } });
    const searches = await javaProgram('Searches', CAMUNDA_CLIENT, folder);

    // when
    const { grpcAddress, restAddress } = guarded.engine;
    const credentials = [issuer.tokenUrl, issuer.clientId, issuer.clientSecret, AUDIENCE];
    const lines = await searches(`http://${grpcAddress}`, restAddress, folder, ...credentials);
    await guarded.stop();
    await issuer.stop();

    // then
    expect(lines).toEqual([
      'task: Sign CREATED [clerks]',
      'assignee: clerk-1',
      'instance: COMPLETED',
      'found: 1 sign',
      'elements: [Start COMPLETED, Sign COMPLETED, End COMPLETED]',
      'definition: sign.bpmn 1',
      'variables: {caseNo="C-1", signed=true}',
      'incident: JOB_NO_RETRIES down ACTIVE',
      'repaired: COMPLETED',
    ]);
  });
});
