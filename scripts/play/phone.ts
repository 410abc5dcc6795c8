import { DeskRefusal } from './desk-client.ts';

/** What the text-message platform has sent. */
export interface Message {
  readonly template: string;
  readonly text: string;
}

/** Everything that arrived on phones for a case or consent, oldest first. */
export async function messagesOf(smsUrl: string, businessNo: string): Promise<Message[]> {
  const answer = await fetch(`${smsUrl}/messages?caseNo=${businessNo}`);
  return ((await answer.json()) as { messages: Message[] }).messages;
}

/** The newest code that a phone was sent for this number; empty when none was. */
export const newestCode = (messages: readonly Message[]): string =>
  messages.findLast((one) => one.template === 'link_code')?.text.match(/验证码(\d{6})/)?.[1] ?? '';

const tokenIn = (message: Message | undefined) => message?.text.match(/\/p\/([A-Za-z0-9_-]{43})/)?.[1];

/**
 * Token of the progress page in the `nth` message of this kind (from 0). Without `nth`, once such a message has come: the
 * newest of any kind, because each link that is sent closes the one before.
 */
export function progressToken(messages: readonly Message[], template: string, nth?: number): string | undefined {
  const ofKind = messages.filter((one) => one.template === template);
  if (nth !== undefined) return tokenIn(ofKind[nth]);
  return ofKind.length === 0 ? undefined : tokenIn(messages.findLast((one) => tokenIn(one) !== undefined));
}

/** A public page's answer. @throws DeskRefusal */
export async function publicCall<T>(publicUrl: string, path: string, body?: unknown): Promise<T> {
  const method = body === undefined ? 'GET' : 'POST';
  const answer = await fetch(`${publicUrl}/api/public/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const json = (await answer.json()) as T;
  if (!answer.ok) throw new DeskRefusal(method, path, answer.status, json as object);
  return json;
}
