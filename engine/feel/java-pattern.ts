/**
 * Regular expressions as Java reads them, written as JavaScript's. Possessive quantifiers and atomic groups, which only save
 * time in almost every pattern, become ordinary ones.
 */

const CLASSES: Record<string, string> = {
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: ' \\t\\n\\x0B\\f\\r',
  Blank: ' \\t',
  XDigit: '0-9A-Fa-f',
  ASCII: '\\x00-\\x7F',
  Cntrl: '\\x00-\\x1F\\x7F',
  Graph: '!-~',
  Print: ' -~',
};

/** `flags`: of i, s, m and x; others are ignored. Null when the pattern is invalid. */
export function javaPattern(pattern: string, flags = ''): RegExp | null {
  const inline = /^\(\?([a-z]+)\)/.exec(pattern);
  const all = flags + (inline?.[1] ?? '');
  const body = inline ? pattern.slice(inline[0].length) : pattern;
  const wanted = ['i', 's', 'm'].filter((flag) => all.includes(flag)).join('');
  const written = translated(all.includes('x') ? withoutComments(body) : body);
  // Only JavaScript's sets of characters (`v`) know classes in classes, and what two have in common.
  const intersected = written.replace(/\[([^[\]]+)&&(\[[^[\]]+\])\]/g, '[[$1]&&$2]');
  const isNested = /\[\^?[^\]\\]*\[/.test(intersected.replace(/\\[\s\S]/g, ''));
  try {
    return new RegExp(intersected, `g${isNested ? 'v' : 'u'}${wanted}`);
  } catch {
    return null;
  }
}

const withoutComments = (pattern: string): string =>
  pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\s+|#[^\n]*/g, (found) => (/^[\s#]/.test(found) ? '' : found));

const TOKEN =
  /\\([pP])\{(\w+)(?:=(\w+))?\}|\\([AzZhH])|\\[\s\S]|\(\?>|((?:[*+?]|\{\d+(?:,\d*)?\}))\+|\{\d+(?:,\d*)?\}|[[\]}]/g;
const ANCHORS: Record<string, string> = { A: '^', z: '$', Z: '(?=\\n?$)', h: '[ \\t\\xA0]', H: '[^ \\t\\xA0]' };

function translated(pattern: string): string {
  let depth = 0;
  return pattern.replace(TOKEN, (found, p, name, value, anchor, possessive) => {
    if (found === '[') depth += 1;
    else if (found === ']' && depth === 0) return '\\]';
    else if (found === ']') depth -= 1;
    if (depth === 0) {
      if (found === '(?>') return '(?:';
      if (possessive) return possessive;
      if (found === '}') return '\\}';
    }
    if (anchor) return ANCHORS[anchor] ?? found;
    if (name) return propertyClass(p, name, value, depth > 0) ?? found;
    // Java lets any sign be escaped, JavaScript only those that mean something.
    return /^\\[^A-Za-z0-9^$\\.*+?()[\]{}|/-]$/.test(found) || (found === '\\-' && depth === 0)
      ? found.slice(1)
      : found;
  });
}

function propertyClass(p: string, name: string, value: string | undefined, inClass: boolean): string | null {
  const posix = CLASSES[name];
  if (posix) return inClass && p === 'p' ? posix : `[${p === 'P' ? '^' : ''}${posix}]`;
  if (value) return `\\${p}{${/^(?:Is)?script$/i.test(name) ? 'Script' : name}=${value}}`;
  if (name === 'InCJK_Unified_Ideographs')
    return inClass && p === 'p' ? '\\u4E00-\\u9FFF' : `[${p === 'P' ? '^' : ''}\\u4E00-\\u9FFF]`;
  return /^Is[A-Z]/.test(name) ? `\\${p}{${scriptOrProperty(name.slice(2))}}` : null;
}

function scriptOrProperty(name: string): string {
  try {
    new RegExp(`\\p{Script=${name}}`, 'u');
    return `Script=${name}`;
  } catch {
    return name;
  }
}

/** What takes the place of a match: `$1`, `${name}` and `\$`. Null when it asks for a group that is not there. */
export function javaReplacement(text: string, match: RegExpExecArray): string | null {
  let written = '';
  for (let at = 0; at < text.length; ) {
    const letter = text.charAt(at);
    if (letter === '\\') {
      if (at + 1 >= text.length) return null;
      written += text.charAt(at + 1);
      at += 2;
    } else if (letter !== '$') {
      written += letter;
      at += 1;
    } else {
      const group = groupAt(text.slice(at + 1), match);
      if (!group) return null;
      written += group.value;
      at += 1 + group.length;
    }
  }
  return written;
}

function groupAt(text: string, match: RegExpExecArray): { value: string; length: number } | null {
  const named = /^\{(\w+)\}/.exec(text);
  if (named) {
    const groups = match.groups ?? {};
    const name = named[1] ?? '';
    return name in groups ? { value: groups[name] ?? '', length: named[0].length } : null;
  }
  const digits = /^\d+/.exec(text)?.[0] ?? '';
  // As many digits as name a group that there is.
  for (let length = digits.length; length > 0; length--) {
    const group = Number(digits.slice(0, length));
    if (group < match.length) return { value: match[group] ?? '', length };
  }
  return null;
}
