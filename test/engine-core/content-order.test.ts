import { expect, test } from 'vitest';
import { contentOutOfOrder } from '../../engine/model/content-order.ts';

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const process = (content: string) =>
  `<d:definitions xmlns:d="${BPMN}" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">\n<d:process id="p">\n${content}\n</d:process>\n</d:definitions>`;
const names = (...places: string[]) => places.map((place) => `"${BPMN}":${place}`).join(', ');

test('what stands in order passes, with what may be left out and what may come often', () => {
  const flows = '<d:incoming>a</d:incoming><d:incoming>b</d:incoming><d:outgoing>c</d:outgoing>';
  const task = `<d:task id="t"><d:documentation>x</d:documentation><d:extensionElements><zeebe:any><zeebe:thing/></zeebe:any></d:extensionElements>${flows}</d:task>`;
  expect(contentOutOfOrder(process(`${task}<d:task id="u"/><d:textAnnotation id="n"/>`))).toBeNull();
});

test('the first element out of place is named by its line, with what could stand there', () => {
  const note = '<d:textAnnotation id="n"/>';
  expect(contentOutOfOrder(process(`${note}\n<d:task\n id="t"/>`))).toBe(
    `Error: URI=null Line=5: cvc-complex-type.2.4.a: Invalid content was found starting with element '{"${BPMN}":task}'. One of '{${names('artifact', 'resourceRole', 'correlationSubscription', 'supports')}}' is expected.`,
  );
});

test('where nothing more may come, the element is named as it is written', () => {
  const loop = '<d:multiInstanceLoopCharacteristics/>\n<d:incoming>f</d:incoming>';
  expect(contentOutOfOrder(process(`<d:task id="t">${loop}</d:task>`))).toBe(
    "Error: URI=null Line=4: cvc-complex-type.2.4.d: Invalid content was found starting with element 'd:incoming'. No child element is expected at this point.",
  );
});

test('an element that lacks something is named where it ends', () => {
  const association = '<d:dataOutputAssociation id="a">\n</d:dataOutputAssociation>';
  expect(contentOutOfOrder(process(`<d:task id="t">${association}</d:task>`))).toBe(
    `Error: URI=null Line=4: cvc-complex-type.2.4.b: The content of element 'd:dataOutputAssociation' is not complete. One of '{${names('documentation', 'extensionElements', 'sourceRef', 'targetRef')}}' is expected.`,
  );
});

test('what is no XML is left to the reader', () => {
  expect(contentOutOfOrder('<d:definitions')).toBeNull();
  expect(contentOutOfOrder('')).toBeNull();
});
