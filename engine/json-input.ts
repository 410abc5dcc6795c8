/** Camunda's limit for variables (and Jackson's for documents); what is deeper cannot be written by recursion. */
export const MAX_JSON_DEPTH = 1000;

/** JSON from outside. @throws Error with a sentence when it is no JSON, or nested too deeply */
export function parseJson(text: string): unknown {
  // A level takes two characters.
  if (text.length > 2 * MAX_JSON_DEPTH && deepestLevel(text) > MAX_JSON_DEPTH) {
    throw new Error(`the document is nested more than ${MAX_JSON_DEPTH} levels deep`);
  }
  return JSON.parse(text);
}

/** Counts brackets outside of strings: 4 MB in some 10 ms. */
function deepestLevel(text: string): number {
  let level = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === BRACE || code === BRACKET) {
      level += 1;
      if (level > deepest) deepest = level;
    } else if (code === BRACE_END || code === BRACKET_END) level -= 1;
  }
  return deepest;
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);
const BRACE_END = '}'.charCodeAt(0);
const BRACKET = '['.charCodeAt(0);
const BRACKET_END = ']'.charCodeAt(0);
