/**
 * What the diagrams of Camunda's and bpmn.io's public example repositories hold besides the elements of `minimal-diagrams.ts`: what
 * modelers write on their own (templates, forms, properties, empty mappings), pools, what is drawn for people only, what Camunda 7
 * left behind, and what later versions know. One small diagram of our own for each.
 */
import {
  boundary,
  catching,
  diagram,
  end,
  escapeXml,
  message,
  type Node,
  node,
  onMessage,
  service,
  start,
  sub,
  timer,
} from './diagram.ts';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="sample-diagram" targetNamespace="drawn-elsewhere" exporter="Camunda Modeler" exporterVersion="5.2.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.0.0" camunda:diagramRelationId="c1ff5bf4">`;

/** Start, service task, end, without the frame. */
const PLAIN = `<bpmn:startEvent id="Start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
<bpmn:serviceTask id="Work"><bpmn:extensionElements><zeebe:taskDefinition type="work"/></bpmn:extensionElements><bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing></bpmn:serviceTask>
<bpmn:endEvent id="End"><bpmn:incoming>f1</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f0" sourceRef="Start" targetRef="Work"/><bpmn:sequenceFlow id="f1" sourceRef="Work" targetRef="End"/>`;

const framed = (content: string) => `${HEAD}${content}</bpmn:definitions>`;
const executable = (id: string, content: string) =>
  `<bpmn:process id="${id}" isExecutable="true">${content}</bpmn:process>`;

/** One task between start and end. */
const around = (id: string, task: Node, roots: string[] = []) =>
  diagram(id, [start(), task, end()], [`Start > ${task.id}`, `${task.id} > End`], roots);
const extended = (id: string, ext: string) => around(id, service('Work', 'work', { ext }));
const userTask = (id: string, ext: string) => around(id, node('userTask', 'Check', { ext }));
const form = (attributes: string) => `<zeebe:formDefinition ${attributes}/>`;
const io = (lines: string) => `<zeebe:ioMapping>${lines}</zeebe:ioMapping>`;

/** `[what it is, the diagram]`; `next` gives each its process id. */
export function drawnElsewhere(next: () => string): [what: string, xml: string][] {
  return [
    // Camunda Modeler, element templates
    ['an input with an empty source', extended(next(), io('<zeebe:input source="" target="queueName"/>'))],
    ['an output without a source', extended(next(), io('<zeebe:output target="result"/>'))],
    ['an input without a target', extended(next(), io('<zeebe:input source="=1"/>'))],
    [
      'an input whose target has dots',
      extended(next(), io('<zeebe:input source="noAuth" target="authentication.type"/>')),
    ],
    ['an input whose target is no name', extended(next(), io('<zeebe:input source="=1" target="a-b"/>'))],
    ['an output whose target is a keyword', extended(next(), io('<zeebe:output source="=1" target="null"/>'))],
    ['an input that is only an equals sign', extended(next(), io('<zeebe:input source="=" target="a"/>'))],
    ['an input that is no expression', extended(next(), io('<zeebe:input source="=1 +" target="a"/>'))],
    ['a secret in an input', extended(next(), io('<zeebe:input source="{{secrets.TOKEN}}" target="token"/>'))],
    [
      'headers without a value, and without a key',
      extended(
        next(),
        '<zeebe:taskHeaders><zeebe:header key="resultVariable"/><zeebe:header value="x"/></zeebe:taskHeaders>',
      ),
    ],
    ['properties', extended(next(), '<zeebe:properties><zeebe:property name="a" value="1"/></zeebe:properties>')],
    ['an extension of somebody else', extended(next(), '<other:thing xmlns:other="http://example.org/other" a="1"/>')],
    [
      'empty extension elements',
      framed(executable(next(), PLAIN.replace('id="Start">', 'id="Start"><bpmn:extensionElements/>'))),
    ],
    [
      'a template with its icon',
      framed(
        executable(
          next(),
          PLAIN.replace(
            'id="Work"',
            'id="Work" zeebe:modelerTemplate="t" zeebe:modelerTemplateVersion="4" zeebe:modelerTemplateIcon="data:image/svg+xml;utf8,%3Csvg/%3E"',
          ),
        ),
      ),
    ],
    ['two job definitions', extended(next(), '<zeebe:taskDefinition type="other"/>')],
    [
      'a linked resource',
      extended(
        next(),
        '<zeebe:linkedResources><zeebe:linkedResource resourceId="r" resourceType="RPA" linkName="l"/></zeebe:linkedResources>',
      ),
    ],
    // Forms
    ['a user task with nothing', userTask(next(), '')],
    ['a form in the diagram', userTask(next(), form('formKey="camunda-forms:bpmn:userTaskForm_1"'))],
    ['a form of its own', userTask(next(), form('formKey="checkApplication"'))],
    ['a form by its id, task by job', userTask(next(), form('formId="check"'))],
    ['a native user task with a form key', userTask(next(), `<zeebe:userTask/>${form('formKey="checkApplication"')}`)],
    ['a native user task with a reference', userTask(next(), `<zeebe:userTask/>${form('externalReference="x"')}`)],
    ['a task by job with a reference', userTask(next(), form('externalReference="x"'))],
    ['a form with neither id nor key', userTask(next(), form(''))],
    ['a form with id and key', userTask(next(), form('formId="check" formKey="x"'))],
    ['a due date that is none', userTask(next(), '<zeebe:taskSchedule dueDate="someday"/>')],
    [
      'a follow-up date that is none',
      userTask(next(), '<zeebe:userTask/><zeebe:taskSchedule followUpDate="someday"/>'),
    ],
    ['a form at the start', diagram(next(), [start('Start', '', form('formId="check"')), end()], ['Start > End'])],
    [
      'a form key at the start',
      diagram(next(), [start('Start', '', form('formKey="camunda-forms:bpmn:f"')), end()], ['Start > End']),
    ],
    [
      'a form inside the process',
      framed(
        executable(
          next(),
          `<bpmn:extensionElements><zeebe:userTaskForm id="userTaskForm_1">${escapeXml('{"components":[],"type":"default"}')}</zeebe:userTaskForm></bpmn:extensionElements>${PLAIN}`,
        ),
      ),
    ],
    // Pools, and what is drawn for people
    [
      'pools, one of them a black box, with message flows and lanes',
      (() => {
        const id = next();
        return framed(
          `<bpmn:collaboration id="c"><bpmn:participant id="p0" name="Team" processRef="${id}"/><bpmn:participant id="p1" name="Attendee"/><bpmn:messageFlow id="m0" sourceRef="p1" targetRef="Start"/><bpmn:messageFlow id="m1" sourceRef="Work" targetRef="p1"/></bpmn:collaboration>${executable(id, `<bpmn:laneSet id="l"><bpmn:lane id="l0"><bpmn:flowNodeRef>Start</bpmn:flowNodeRef><bpmn:flowNodeRef>Work</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>${PLAIN}`)}`,
        );
      })(),
    ],
    [
      'a second process that is not executable',
      framed(
        executable(next(), PLAIN) +
          `<bpmn:process id="${next()}" isExecutable="false"><bpmn:task id="Other"/></bpmn:process>`,
      ),
    ],
    [
      'no process that is executable',
      framed(`<bpmn:process id="${next()}" isExecutable="false">${PLAIN}</bpmn:process>`),
    ],
    [
      'a process that does not say whether it is executable',
      framed(`<bpmn:process id="${next()}">${PLAIN}</bpmn:process>`),
    ],
    [
      'two executable processes',
      framed(
        executable(next(), PLAIN) +
          executable(next(), PLAIN.replaceAll(/"(Start|Work|End|f0|f1)"/g, '"$1b"').replaceAll(/>(f\d)</g, '>$1b<')),
      ),
    ],
    [
      'data objects, data stores, groups, text annotations and associations',
      framed(
        executable(
          next(),
          `${PLAIN.replace('</bpmn:serviceTask>', '<bpmn:property id="prop" name="__targetRef"/><bpmn:dataInputAssociation id="dia"><bpmn:sourceRef>dor</bpmn:sourceRef><bpmn:targetRef>prop</bpmn:targetRef></bpmn:dataInputAssociation><bpmn:dataOutputAssociation id="doa"><bpmn:targetRef>ds</bpmn:targetRef></bpmn:dataOutputAssociation></bpmn:serviceTask>')}<bpmn:dataObjectReference id="dor" dataObjectRef="do"/><bpmn:dataObject id="do"/><bpmn:dataStoreReference id="ds" name="Newsletter"/><bpmn:textAnnotation id="ta"><bpmn:text>15 buckets</bpmn:text></bpmn:textAnnotation><bpmn:association id="a" sourceRef="Work" targetRef="ta"/><bpmn:group id="g"/>`,
        ),
      ),
    ],
    [
      'the BPMN namespace without a prefix, names of Camunda 7',
      framed(executable(next(), PLAIN))
        .replaceAll('bpmn:', '')
        .replace('xmlns:bpmn=', 'xmlns=')
        .replaceAll('<serviceTask', '<serviceTask camunda:class="Delegate" camunda:asyncBefore="true"'),
    ],
    [
      'a Camunda 7 diagram',
      framed(
        executable(
          next(),
          PLAIN.replace(/<bpmn:extensionElements>.*?<\/bpmn:extensionElements>/, '').replace(
            'id="Work"',
            'id="Work" camunda:delegateExpression="#{d}"',
          ),
        ),
      ),
    ],
    // Flows and events
    [
      'flows that nothing lists',
      framed(executable(next(), PLAIN.replaceAll(/<bpmn:(incoming|outgoing)>f\d<\/bpmn:\1>/g, ''))),
    ],
    [
      'a second flow of a gateway without a condition',
      diagram(
        next(),
        [start(), node('exclusiveGateway', 'G'), end(), end('Other')],
        ['Start > G', 'G > End : =x', 'G > Other'],
      ),
    ],
    [
      'a gateway with one flow',
      diagram(next(), [start(), node('exclusiveGateway', 'G'), end()], ['Start > G', 'G > End']),
    ],
    ['a task nobody comes to', diagram(next(), [start(), end(), service('Alone', 'work')], ['Start > End'])],
    [
      'a timer at the boundary without a way on',
      diagram(
        next(),
        [start(), service('Work', 'work'), boundary('Late', 'Work', timer('timeDuration', 'PT1H')), end()],
        ['Start > Work', 'Work > End'],
      ),
    ],
    [
      'a timer cycle once',
      diagram(
        next(),
        [
          start(),
          service('Work', 'work'),
          boundary('Late', 'Work', timer('timeCycle', 'R1/PT1H'), { interrupting: false }),
          end(),
          end('EndLate'),
        ],
        ['Start > Work', 'Work > End', 'Late > EndLate'],
      ),
    ],
    [
      'a cycle that interrupts',
      diagram(
        next(),
        [
          start(),
          service('Work', 'work'),
          boundary('Late', 'Work', timer('timeCycle', 'R1/PT1H')),
          end(),
          end('EndLate'),
        ],
        ['Start > Work', 'Work > End', 'Late > EndLate'],
      ),
    ],
    [
      'a wait that is no duration',
      diagram(
        next(),
        [start(), catching('Wait', timer('timeDuration', 'two days')), end()],
        ['Start > Wait', 'Wait > End'],
      ),
    ],
    [
      'a wait for no date',
      diagram(
        next(),
        [start(), catching('Wait', timer('timeDate', 'tomorrow')), end()],
        ['Start > Wait', 'Wait > End'],
      ),
    ],
    [
      'a cycle that is none',
      diagram(
        next(),
        [
          start(),
          service('Work', 'work'),
          boundary('Late', 'Work', timer('timeCycle', 'often'), { interrupting: false }),
          end(),
          end('EndLate'),
        ],
        ['Start > Work', 'Work > End', 'Late > EndLate'],
      ),
    ],
    [
      'a message without a subscription',
      diagram(
        next(),
        [start(), catching('Wait', onMessage('m')), end()],
        ['Start > Wait', 'Wait > End'],
        ['<bpmn:message id="m" name="random"/>'],
      ),
    ],
    [
      'a message without a name',
      diagram(
        next(),
        [start(), catching('Wait', onMessage('m')), end()],
        ['Start > Wait', 'Wait > End'],
        [
          '<bpmn:message id="m"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>',
        ],
      ),
    ],
    [
      'a message event without a message',
      diagram(
        next(),
        [start(), catching('Wait', '<bpmn:messageEventDefinition/>'), end()],
        ['Start > Wait', 'Wait > End'],
      ),
    ],
    [
      'a receive task',
      around(next(), node('receiveTask', 'Get', { attrs: 'messageRef="m"' }), [message('m', 'done', '=bucketId')]),
    ],
    ['an empty sub-process', around(next(), sub('Sub', ''))],
    ['a call with nothing to call', around(next(), node('callActivity', 'Call'))],
    ['a call with Camunda 7 words', around(next(), node('callActivity', 'Call', { attrs: 'calledElement="other"' }))],
    ['a decision of Camunda 7', around(next(), node('businessRuleTask', 'Decide'))],
    ['an abstract task', around(next(), node('task', 'Task'))],
    ['no start', framed(executable(next(), '<bpmn:endEvent id="End"/>'))],
    ['nothing', framed('')],
  ];
}
