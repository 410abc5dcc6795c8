/** Simulated text-message platform. `PUT /numbers` sets blacklisted and empty numbers; it keeps no number of its own accord. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { SendMessageAnswer, SmsTemplate } from './contract.ts';
import { messageText, smsMaxLength, smsOperations, smsTemplates, templateVars } from './contract.ts';

interface SentMessage {
  readonly msgId: string;
  readonly caseNo: string;
  readonly template: string;
  /** As it stands on the phone: links and codes are read here. */
  readonly text: string;
  readonly at: string;
}

const Numbers = Type.Object({
  blacklisted: Type.Optional(Type.Array(Type.String())),
  empty: Type.Optional(Type.Array(Type.String())),
});

export async function smsSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'sms', options);
  const numbers = kit.table<'blacklisted' | 'empty'>('numbers');
  const messages = kit.table<SentMessage>('messages');

  kit.serve(smsOperations.send, (request) => {
    if (!isTemplate(request.template)) return refuse('SMS_TEMPLATE_UNKNOWN', '短信模板未报备，请联系系统管理员。');
    const missing = templateVars(request.template).filter((name) => !(name in request.vars));
    if (missing.length > 0) return refuse('SMS_VARS_MISSING', `短信模板缺少变量：${missing.join('、')}。`);
    const text = messageText(request.template, request.vars);
    const length = [...text].length;
    if (length > smsMaxLength) {
      return refuse('SMS_TOO_LONG', `短信共 ${length} 字，超过 ${smsMaxLength} 字，请缩短变量内容。`);
    }
    const state = numbers.get(numberKey(request.to));
    if (!/^1[3-9]\d{9}$/.test(request.to) || state === 'empty') {
      return refuse('SMS_EMPTY_NUMBER', '手机号码为空号，请与当事人核对联系方式。');
    }
    if (state === 'blacklisted') return refuse('SMS_BLACKLISTED', '该号码已退订短信，请改用电话通知当事人。');
    const message = {
      msgId: kit.nextNumber('SMS'),
      caseNo: request.caseNo,
      template: request.template,
      text,
      at: kit.now(),
    };
    messages.set(message.msgId, message);
    return { msgId: message.msgId, acceptedAt: message.at } satisfies SendMessageAnswer;
  });

  app.put('/numbers', { schema: { body: Numbers } }, async (request) => {
    const { blacklisted = [], empty = [] } = request.body as Type.Static<typeof Numbers>;
    for (const number of blacklisted) numbers.set(numberKey(number), 'blacklisted');
    for (const number of empty) numbers.set(numberKey(number), 'empty');
    return { blacklisted: blacklisted.length, empty: empty.length };
  });

  app.get('/messages', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    return { messages: messages.values().filter((message) => caseNo === undefined || message.caseNo === caseNo) };
  });
}

function isTemplate(name: string): name is SmsTemplate {
  return Object.hasOwn(smsTemplates, name);
}

function numberKey(number: string): string {
  return createHash('sha256').update(number).digest('hex').slice(0, 32);
}
