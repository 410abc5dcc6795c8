/**
 * XML of a message: `<Message><Head>…</Head><Data><H><BDCDYH>…</BDCDYH></H>…</Data></Message>`, fields as elements, because an attribute
 * does not keep a line break. Nothing is read as a number, no entity but the five of XML is known.
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { Message, MessageRow } from './message.ts';

const builder = new XMLBuilder({ ignoreAttributes: true, format: true, suppressEmptyNode: true });
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  alwaysCreateTextNode: true,
  isArray: () => true,
});

export function toXml({ head, data }: Message): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ Message: { Head: head, Data: data } })}`;
}

type Node = Record<string, Node[] | string>;

/** @throws an Error that says what is missing; no text of the message is in it */
export function fromXml(xml: string): Message {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Error('报文不得带有 DOCTYPE 或实体声明');
  const root = first(parser.parse(xml) as Node, 'Message');
  const head = textsOf(first(root, 'Head'));
  const data = Object.fromEntries(
    Object.entries(first(root, 'Data')).flatMap(([table, rows]) =>
      Array.isArray(rows) ? [[table, rows.map((row) => textsOf(row))]] : [],
    ),
  );
  const { messageNo = '', kind = '', caseNo = '', district = '', registeredAt = '', unitCodes = '' } = head;
  return { head: { messageNo, kind, caseNo, district, registeredAt, unitCodes }, data };
}

function first(node: Node, name: string): Node {
  const children = node[name];
  const child = Array.isArray(children) ? children[0] : undefined;
  if (!child) throw new Error(`报文缺少 ${name}`);
  return child;
}

const textsOf = (node: Node): MessageRow =>
  Object.fromEntries(
    Object.entries(node).flatMap(([name, children]) => {
      if (!Array.isArray(children)) return [];
      const text = children[0]?.['#text'];
      return [[name, typeof text === 'string' ? text : '']];
    }),
  );
