import { boundary, diagram, end, escalation, node, service, start } from '../support/diagram.ts';
import { file, type Scenario } from './scenario.ts';

const HEAD =
  '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:other="http://example.org/other" id="definitions" targetNamespace="read-elsewhere">';
const START = '<bpmn:startEvent id="Start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>';
const FLOWS =
  '<bpmn:sequenceFlow id="f0" sourceRef="Start" targetRef="Work"/>\n<bpmn:sequenceFlow id="f1" sourceRef="Work" targetRef="End"/>';
const END = '<bpmn:endEvent id="End"><bpmn:incoming>f1</bpmn:incoming></bpmn:endEvent>';
const WAYS = '<bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing>';
const EXTENSIONS = '<bpmn:extensionElements><zeebe:taskDefinition type="work"/></bpmn:extensionElements>';
const LOOP =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1]"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
const NOTE = '<bpmn:textAnnotation id="Note"><bpmn:text>n</bpmn:text></bpmn:textAnnotation>';

const whole = (content: string, roots = '') =>
  `${HEAD}\n<bpmn:process id="ordered" isExecutable="true">\n${content}\n</bpmn:process>${roots}\n</bpmn:definitions>`;
const task = (content: string) => `<bpmn:serviceTask id="Work"\n  name="work">\n${content}\n</bpmn:serviceTask>`;
const withTask = (content: string) => whole([START, task(content), END, FLOWS].join('\n'));

/** Diagrams whose elements stand where the schema does not want them, as people and programs write them by hand. */
const OUT_OF_ORDER: [what: string, xml: string][] = [
  ['an annotation before a task', whole([START, NOTE, task(EXTENSIONS + WAYS), END, FLOWS].join('\n'))],
  ['flows before the loop', withTask(`${EXTENSIONS}${LOOP}\n${WAYS}`)],
  ['extensions after the flows', withTask(`${WAYS}\n${EXTENSIONS}`)],
  [
    'outgoing before incoming',
    withTask(`${EXTENSIONS}<bpmn:outgoing>f1</bpmn:outgoing>\n<bpmn:incoming>f0</bpmn:incoming>`),
  ],
  ['documentation after the extensions', withTask(`${EXTENSIONS}\n<bpmn:documentation>d</bpmn:documentation>${WAYS}`)],
  ['extensions twice', withTask(`${EXTENSIONS}\n${EXTENSIONS}${WAYS}`)],
  ['an element BPMN does not know', withTask(`${EXTENSIONS}${WAYS}\n<bpmn:thing/>`)],
  ["somebody else's element outside of the extensions", withTask(`${EXTENSIONS}${WAYS}<other:thing/>`)],
  ['extensions of Camunda outside of the extensions', withTask(`<zeebe:taskDefinition type="work"/>${WAYS}`)],
  [
    'a task inside the extensions',
    withTask(`<bpmn:extensionElements><bpmn:task id="T"/></bpmn:extensionElements>${WAYS}`),
  ],
  ['a task inside a task', withTask(`${EXTENSIONS}${WAYS}<bpmn:task id="T"/>`)],
  [
    'lanes after the flow elements',
    whole([START, task(EXTENSIONS + WAYS), END, FLOWS, '<bpmn:laneSet id="L"/>'].join('\n')),
  ],
  [
    'a drawing before the process',
    whole([START, task(EXTENSIONS + WAYS), END, FLOWS].join('\n')).replace(
      '<bpmn:process',
      '<bpmndi:BPMNDiagram/>\n<bpmn:process',
    ),
  ],
  [
    'a data output that leads nowhere',
    withTask(`${EXTENSIONS}${WAYS}<bpmn:dataOutputAssociation id="d">\n</bpmn:dataOutputAssociation>`),
  ],
  [
    'a timer with two times',
    whole(
      [
        START,
        `<bpmn:intermediateCatchEvent id="Work">${WAYS}<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1S</bpmn:timeDuration>\n<bpmn:timeCycle>R1/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
        END,
        FLOWS,
      ].join('\n'),
    ),
  ],
  [
    'event definitions before the flows',
    whole(
      [
        START,
        `<bpmn:intermediateCatchEvent id="Work"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition>\n${WAYS}</bpmn:intermediateCatchEvent>`,
        END,
        FLOWS,
      ].join('\n'),
    ),
  ],
  [
    'a sub-process with its flows at the end',
    whole(
      [START, `<bpmn:subProcess id="Work"><bpmn:startEvent id="S"/>\n${WAYS}</bpmn:subProcess>`, END, FLOWS].join('\n'),
    ),
  ],
  [
    'a message inside the process',
    whole([START, task(EXTENSIONS + WAYS), END, FLOWS, '<bpmn:message id="m" name="m"/>'].join('\n')),
  ],
  [
    'flows between participants before them',
    whole(
      [START, task(EXTENSIONS + WAYS), END, FLOWS].join('\n'),
      '<bpmn:collaboration id="c"><bpmn:messageFlow id="mf" sourceRef="p" targetRef="Start"/>\n<bpmn:participant id="p"/></bpmn:collaboration>',
    ),
  ],
  [
    'the same without a prefix',
    withTask(`${WAYS}\n${EXTENSIONS}`).replaceAll('bpmn:', '').replace('xmlns:bpmn=', 'xmlns='),
  ],
  [
    'an annotation after all, and in a sub-process',
    whole(
      [
        START,
        `<bpmn:subProcess id="Work">${WAYS}<bpmn:startEvent id="S"/>${NOTE.replace('Note', 'Inner')}</bpmn:subProcess>`,
        END,
        FLOWS,
        NOTE,
      ].join('\n'),
    ),
  ],
];

const inside = (...starts: string[]) =>
  whole(
    [
      START,
      `<bpmn:subProcess id="Work">${WAYS}${starts.map((one, at) => `<bpmn:startEvent id="S${at}">${one}</bpmn:startEvent>`).join('')}</bpmn:subProcess>`,
      END,
      FLOWS,
    ].join('\n'),
  );
const event = (type: string, definition: string) =>
  whole([START, `<bpmn:${type} id="Work">${WAYS}${definition}</bpmn:${type}>`, END, FLOWS].join('\n'));
const ending = (definition: string) =>
  whole([START, task(EXTENSIONS + WAYS), END.replace('</bpmn:endEvent>', `${definition}$&`), FLOWS].join('\n'));
const TIMER =
  '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition>';

/** Events that do not say what they throw or wait for, and sub-processes that begin in no way they can. */
const UNSAID: [what: string, xml: string][] = [
  ['an error at the end', ending('<bpmn:errorEventDefinition id="e"/>')],
  ['an escalation at the end', ending('<bpmn:escalationEventDefinition id="e"/>')],
  ['an escalation on the way', event('intermediateThrowEvent', '<bpmn:escalationEventDefinition id="e"/>')],
  ['a sub-process that a timer begins', inside(TIMER)],
  ['a sub-process with two timers', inside(TIMER, TIMER.replace('"t"', '"t2"'))],
  ['a sub-process with a timer and a none start', inside(TIMER, '')],
  ['a sub-process with two none starts', inside('', '')],
  ['a sub-process with no start', inside()],
];

const around = (id: string, ext: string) =>
  diagram(id, [start(), service('Work', 'work', { ext }), end()], ['Start > Work', 'Work > End']);
const io = (lines: string) => `<zeebe:ioMapping>${lines}</zeebe:ioMapping>`;

/** What the second reading of public example repositories found. */
export const readElsewhereScenarios: Scenario[] = [
  {
    name: 'elements out of the order of the schema are refused with the line they stand on',
    async play(stage) {
      for (const [what, xml] of OUT_OF_ORDER) {
        stage.answers.push(what);
        await stage.deployForReason(file('ordered.bpmn', xml));
      }
    },
  },
  {
    name: 'events that do not say what they throw or wait for, and sub-processes that begin in no way they can',
    async play(stage) {
      for (const [what, xml] of UNSAID) {
        stage.answers.push(what);
        await stage.deployForReason(file('unsaid.bpmn', xml));
      }
    },
  },
  {
    name: 'every mapping that is wrong is named, outputs that are no expressions too',
    async play(stage) {
      const wrong = [
        '<zeebe:output source="result" target="result"/>',
        '<zeebe:output source="1" target="one"/>',
        '<zeebe:output source="=a" target="a-b"/><zeebe:output source="=a" target="a-b"/>',
        '<zeebe:output target="a"/>',
        '<zeebe:input source="=a"/>',
        '<zeebe:output source="static"/>',
      ];
      for (const [at, lines] of wrong.entries()) {
        await stage.deployForReason(file('mapped.bpmn', around(`mapped-${at}`, io(lines))));
      }
    },
  },
  {
    name: 'an escalation event at the boundary of a task',
    async play(stage) {
      const xml = diagram(
        'escalating',
        [
          start(),
          service('Work', 'work'),
          boundary('Escalated', 'Work', '<bpmn:escalationEventDefinition id="d" escalationRef="x"/>'),
          end(),
        ],
        ['Start > Work', 'Work > End', 'Escalated > End'],
        [escalation('x', 'X')],
      );
      await stage.deployForReason(file('escalating.bpmn', xml));
    },
  },
  {
    name: 'headers without a key or a value are none',
    async play(stage) {
      const headers =
        '<zeebe:taskHeaders><zeebe:header key="a"/><zeebe:header key="b" value=""/><zeebe:header value="x"/><zeebe:header key="c" value="1"/></zeebe:taskHeaders>';
      await stage.deploy(file('headed.bpmn', around('headed', headers)));
      await stage.start('headed');
      const [job] = await stage.activate('work');
      await stage.complete(job);
    },
  },
  {
    name: 'candidates in a list of which one is not known',
    async play(stage) {
      const kinds = { job: '', task: '<zeebe:userTask/>' };
      for (const [kind, native] of Object.entries(kinds)) {
        const ext = `${native}<zeebe:assignmentDefinition candidateUsers="=[nobody]" candidateGroups="clerks"/>`;
        const id = `candidates-${kind}`;
        const xml = diagram(id, [start(), node('userTask', 'Check', { ext }), end()], ['Start > Check', 'Check > End']);
        await stage.deploy(file(`${id}.bpmn`, xml));
        await stage.start(id);
      }
    },
  },
];
