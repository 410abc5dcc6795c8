/** Why a document is not issued. `message` is Chinese, for the clerk or the administrator who must act. */
export type DocumentErrorCode = 'GLYPH_MISSING' | 'CONTENT_TOO_LONG';

export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  /** GLYPH_MISSING: the character that the font cannot draw. */
  readonly character: string | undefined;

  constructor(code: DocumentErrorCode, message: string, character?: string) {
    super(message);
    this.name = 'DocumentError';
    this.code = code;
    this.character = character;
  }
}

export function glyphMissing(character: string): DocumentError {
  const point = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return new DocumentError(
    'GLYPH_MISSING',
    `字库中没有“${character}”（U+${point}），不能出具文书。请核对该字；确为姓名、地名用字的，请系统管理员补充字库后重试。`,
    character,
  );
}

export function contentTooLong(field: string): DocumentError {
  return new DocumentError('CONTENT_TOO_LONG', `“${field}”内容过长，版面放不下，请精简后重新生成。`);
}
