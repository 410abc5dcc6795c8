import official from 'bpmn-js-i18n/translations/zn.js';
import { propertiesWords } from './properties.ts';

const words: Record<string, string> = { ...(official as Record<string, string>), ...propertiesWords };

/** The head of the properties panel says `Event Based Gateway` where the menus say `Event-based gateway`: one word for both. */
const plain = (template: string) => template.toLowerCase().replaceAll('-', ' ');
const wordsByPlain = new Map(Object.entries(words).map(([template, word]) => [plain(template), word]));

/** bpmn-js's translation hook: template in, Chinese with its `{placeholders}` filled out. Unknown words stay as they are. */
export function translate(template: string, replacements: Record<string, string> = {}): string {
  const text = words[template] ?? wordsByPlain.get(plain(template)) ?? template;
  return text.replace(/{([^}]+)}/g, (whole, key: string) => replacements[key] ?? whole);
}

export const translateModule = { translate: ['value', translate] };
