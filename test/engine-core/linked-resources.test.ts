import { describe, expect, test } from 'vitest';
import { createMemoryEngine, type MemoryEngine } from '../../engine/memory.ts';
import { diagram, end, linkedResources, node, service, start } from '../parity/support/diagram.ts';
import { playTwice } from './support/reloaded.ts';

// Files that a worker needs for its job, since Camunda 8.7: 8.6.0 knows none, so there is nothing to compare with.

/** An RPA script that says `text`. */
const script = (text: string, versionTag?: string, id = 'robot') => ({
  name: `${id}.rpa`,
  content: JSON.stringify({ id, name: 'Robot', versionTag, script: text }),
});

const process = (ext: string, begin = 'Start') => ({
  name: 'process.bpmn',
  content: diagram('process', [start(begin), service('Run', 'run', { ext }), end()], [`${begin} > Run`, 'Run > End']),
});

const SCRIPT = { resourceId: 'robot', resourceType: 'RPA', linkName: 'RPAScript' };
const asked = (binding: Record<string, string> = {}) => linkedResources({ ...SCRIPT, ...binding });

/** Starts the process, takes its job and says what it is told. */
function told(engine: MemoryEngine, variables = {}): object[] {
  engine.start('process', variables);
  return JSON.parse(engine.work('run').customHeaders.linkedResources ?? 'null');
}

describe('a resource that is deployed', () => {
  test('gets an id, a version and a tag of its own', () => {
    const engine = createMemoryEngine();
    const first = engine.deploy(script('one', 'v1'));
    const second = engine.deploy(script('two'));

    // then
    expect(first.resources).toMatchObject([
      {
        resourceId: 'robot',
        version: 1,
        versionTag: 'v1',
        resourceName: 'robot.rpa',
        deploymentKey: first.deploymentKey,
      },
    ]);
    expect(second.resources).toMatchObject([{ version: 2, versionTag: null }]);
  });

  test('is the one before when name and content are the same, and a new one beside something new', () => {
    const engine = createMemoryEngine();
    const first = engine.deploy(script('one'));

    // when, then
    expect(engine.deploy(script('one')).resources).toEqual(first.resources);
    expect(engine.deploy({ ...script('one'), name: 'other.rpa' }).resources).toMatchObject([{ version: 2 }]);
    expect(
      engine.deploy({ ...script('one'), name: 'other.rpa' }, script('x', undefined, 'new')).resources,
    ).toMatchObject([
      { resourceId: 'robot', version: 3 },
      { resourceId: 'new', version: 1 },
    ]);
  });

  test.each([
    [
      'without an id',
      [{ name: 'a.rpa', content: '{}' }],
      /'a\.rpa': Expected the resource id to be present, but none given/,
    ],
    ['that is no JSON', [{ name: 'a.rpa', content: '*** Tasks ***' }], /'a\.rpa': Failed to parse resourceId/],
    ['twice', [script('one'), { ...script('two'), name: 'b.rpa' }], /Duplicated id of resource robot in resources/],
    [
      'of another kind',
      [{ name: 'a.py', content: 'print(1)' }],
      /use a file that ends in \.bpmn, \.dmn, \.form or \.rpa/,
    ],
  ])('is refused %s', (_, files, reason) => {
    expect(() => createMemoryEngine().deploy(...files)).toThrow(reason);
  });

  test('can be deleted; numbers go on behind it, and begin again once all are deleted', () => {
    const engine = createMemoryEngine();
    const [one] = engine.deploy(script('one')).resources;
    const [two] = engine.deploy(script('two')).resources;
    const remove = (resourceKey = '') => engine.send({ type: 'deleteResource', resourceKey });
    engine.deploy(process(asked()));

    // when the latest is deleted
    remove(two?.key);
    expect(told(engine)).toMatchObject([{ resourceKey: one?.key }]);
    expect(() => remove(two?.key)).toThrow(/no resource found with key/);
    const [three] = engine.deploy(script('three')).resources;
    expect(three?.version).toBe(3);

    // when all are
    remove(one?.key);
    remove(three?.key);
    expect(engine.deploy(script('four')).resources[0]?.version).toBe(1);
  });
});

describe('the worker of a service task', () => {
  test('is told the keys of its resources in one header, in the order of the diagram', () => {
    const engine = createMemoryEngine();
    const { resources } = engine.deploy(script('one'), script('first', undefined, 'before'));
    engine.deploy(process(linkedResources({ resourceId: 'before', resourceType: 'RPA' }, SCRIPT)));

    // when, then
    expect(told(engine)).toEqual([
      { resourceKey: resources[1]?.key, resourceType: 'RPA', linkName: '' },
      { resourceKey: resources[0]?.key, resourceType: 'RPA', linkName: 'RPAScript' },
    ]);
  });

  test('is told of the latest version when the task begins', () => {
    const engine = createMemoryEngine();
    engine.deploy(script('one'));
    engine.deploy(process(asked({ bindingType: 'latest' })));
    engine.start('process');
    const [two] = engine.deploy(script('two')).resources;

    // when, then
    expect(JSON.parse(engine.work('run').customHeaders.linkedResources ?? '')).not.toMatchObject([
      { resourceKey: two?.key },
    ]);
    expect(told(engine)).toMatchObject([{ resourceKey: two?.key }]);
  });

  test('is told of the version that was deployed with the diagram', () => {
    const engine = createMemoryEngine();
    const { resources } = engine.deploy(script('one'), process(asked({ bindingType: 'deployment' })));
    engine.deploy(script('two'));

    // when, then
    expect(told(engine)).toMatchObject([{ resourceKey: resources[0]?.key }]);
  });

  test('is told of the latest version with a tag', () => {
    const engine = createMemoryEngine();
    engine.deploy(script('one', 'v1'));
    const [two] = engine.deploy(script('two', 'v1')).resources;
    engine.deploy(script('three', 'v2'));
    engine.deploy(process(asked({ bindingType: 'versionTag', versionTag: 'v1' })));

    // when, then
    expect(told(engine)).toMatchObject([{ resourceKey: two?.key }]);
  });

  test('is told of the resource that an expression names', () => {
    const engine = createMemoryEngine();
    const { resources } = engine.deploy(script('one'), script('two', undefined, 'other'));
    engine.deploy(process(asked({ resourceId: '=which' })));

    // when, then
    expect(told(engine, { which: 'other' })).toMatchObject([{ resourceKey: resources[1]?.key }]);
    engine.start('process', { which: 7 });
    expect(engine.incidents()).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR' }]);
  });

  test.each([
    [{}, /^Expected to find a resource with id 'robot'/, () => [script('one')]],
    [
      { bindingType: 'versionTag', versionTag: 'v1' },
      /^Expected to use a resource with id 'robot' and version tag 'v1'/,
      () => [script('one', 'v1')],
    ],
  ])('waits with an incident for one that is not deployed (%o)', (binding, reason, missing) => {
    const engine = createMemoryEngine();
    engine.deploy(process(asked(binding)));
    engine.deploy(script('other', 'v0', 'other'));
    engine.start('process');
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'RESOURCE_NOT_FOUND', elementId: 'Run' });
    expect(incident?.errorMessage).toMatch(reason);
    expect(() => engine.work('run')).toThrow(/there is no job/);

    // when
    const [found] = engine.deploy(...missing()).resources;
    engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });

    // then
    expect(JSON.parse(engine.work('run').customHeaders.linkedResources ?? '')).toMatchObject([
      { resourceKey: found?.key },
    ]);
    expect(engine.incidents()).toEqual([]);
  });

  test('waits for one that was deployed, but not with the diagram', () => {
    const engine = createMemoryEngine();
    engine.deploy(script('one'));
    engine.deploy(process(asked({ bindingType: 'deployment' })));
    engine.start('process');

    // then
    expect(engine.incidents()).toMatchObject([
      { errorType: 'RESOURCE_NOT_FOUND', errorMessage: expect.stringContaining("with binding type 'deployment'") },
    ]);
  });

  test.each([
    ['resourceId', { resourceType: 'RPA' }],
    ['resourceType', { resourceId: 'robot' }],
  ])('cannot be told of one without %s', (attribute, link) => {
    expect(() => createMemoryEngine().deploy(process(linkedResources(link)))).toThrow(
      `Run > extensionElements > linkedResources > linkedResource\n    - ERROR: Attribute '${attribute}' must be present`,
    );
  });

  test('alone is told: on other elements links mean nothing', () => {
    const engine = createMemoryEngine();
    const send = node('sendTask', 'Send', { ext: `<zeebe:taskDefinition type="run"/>${asked()}` });
    engine.deploy({
      name: 'process.bpmn',
      content: diagram('process', [start(), send, end()], ['Start > Send', 'Send > End']),
    });
    engine.start('process');
    expect(engine.work('run').customHeaders).toEqual({});
  });

  test('is told the same by an engine that dies after every command', () => {
    const { lived, died } = playTwice(({ send }) => {
      send({ type: 'deploy', resources: [script('one', 'v1')] });
      send({ type: 'deploy', resources: [process(asked({ bindingType: 'versionTag', versionTag: 'v1' }))] });
      send({ type: 'deploy', resources: [script('one', 'v1')] });
      send({ type: 'createProcessInstance', bpmnProcessId: 'process' });
      const { jobs } = send({ type: 'activateJobs', jobType: 'run', worker: 'w', timeout: 1000, maxJobs: 1 });
      send({ type: 'completeJob', jobKey: jobs[0]?.key ?? '' });
    });
    expect(died).toEqual(lived);
    expect(lived.some(({ intent, value }) => intent === 'ELEMENT_COMPLETED' && value.elementId === 'process')).toBe(
      true,
    );
  });
});
