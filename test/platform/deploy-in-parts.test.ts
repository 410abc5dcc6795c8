import { expect, test } from 'vitest';
import { deployInParts, type Resource } from '../../platform/engine-client/index.ts';

const resource = (name: string, bytes: number): Resource => ({ name, content: 'x'.repeat(bytes) });

test('many resources go in several deployments, in their order, none too large unless one resource is', async () => {
  // given
  const resources = [
    resource('a.form', 100_000),
    resource('b.bpmn', 150_000),
    resource('c.bpmn', 100_000),
    resource('d.bpmn', 400_000),
    resource('e.dmn', 10),
  ];
  const requests: string[][] = [];

  // when
  const all = await deployInParts(
    {
      deploy: async (part) => {
        requests.push(part.map(({ name }) => name));
        return {
          deploymentKey: '1',
          processes: [],
          decisions: [],
          forms: part.map(({ name }) => ({ formId: name, formKey: '2', version: 1 })),
        };
      },
    },
    resources,
  );

  // then
  expect(requests).toEqual([['a.form', 'b.bpmn'], ['c.bpmn'], ['d.bpmn'], ['e.dmn']]);
  expect(all.forms.map(({ formId }) => formId)).toEqual(resources.map(({ name }) => name));
});

test('a refused part stops what follows and says so', async () => {
  const refused = deployInParts(
    {
      deploy: async () => {
        throw new Error('refused');
      },
    },
    [resource('a.bpmn', 10)],
  );

  await expect(refused).rejects.toThrow('refused');
});
