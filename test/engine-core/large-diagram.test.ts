import { expect, test } from 'vitest';
import { contentOutOfOrder } from '../../engine/model/content-order.ts';
import { diagram, end, start } from '../parity/support/diagram.ts';

test('the order of a large diagram is read in one go, not anew for every element', () => {
  const documentation = Array.from(
    { length: 60_000 },
    (_, at) => `<bpmn:documentation>${at}</bpmn:documentation>\n`,
  ).join('');
  const large = diagram('large', [start(), end()], ['Start > End']).replace(
    /(<bpmn:process [^>]*>)/,
    `$1${documentation}`,
  );
  expect(contentOutOfOrder(large)).toBeNull();
  const wrong = large.replace('</bpmn:process>', '<bpmn:documentation>late</bpmn:documentation></bpmn:process>');
  expect(contentOutOfOrder(wrong)).toMatch(
    /Line=60\d\d\d: .*http:\/\/www.omg.org\/spec\/BPMN\/20100524\/MODEL":documentation/,
  );
});
