/**
 * Characters that nobody sees and that make two equal names differ: controls, zero-width signs, marks of writing direction.
 * Rare Han characters, private ones and the selectors of their variants are names of people and pass.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the controls are what it looks for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;

/** What PostgreSQL cannot keep in a text: NUL, and half of a character beyond U+FFFF. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);

/** Is every character of the name one that a reader can see? */
export const isSeenWhole = (name: string): boolean => isStorable(name) && !UNSEEN.test(name.trim());

export const unseenName = '姓名（名称）中有看不见的字符（换行、零宽字符或书写方向符号）；请删除后重新输入。';
