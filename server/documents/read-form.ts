/** Forms with files (multipart/form-data), read to their end. */
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error.ts';

export interface FormLimits {
  readonly fileSize: number;
  readonly files: number;
  readonly parts: number;
}

/**
 * The parts of a form one after the other; the generator ends when the form has been read up to its last boundary. Nothing may be
 * stored before that: what was cut off looks whole until its end is missing. None when it is no form.
 *
 * @throws ProblemError 400 when the form is broken or breaks off, 413 above a limit
 */
export async function* partsOf(request: FastifyRequest, limits: FormLimits): AsyncGenerator<Multipart> {
  if (!request.isMultipart()) return;
  const { raw } = request;
  // The parser hears of a lost connection only while it listens: of one that was lost before, it would wait for ever.
  if (raw.destroyed && !raw.readableEnded) throw brokenOff();
  try {
    yield* request.parts({ limits });
  } catch (error) {
    throw readingProblem(error);
  }
}

export interface Form {
  /** The first file; null without one. */
  readonly file: Buffer | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** A form with at most one file, in memory. @throws as `partsOf` */
export async function readForm(request: FastifyRequest, maxFileBytes: number): Promise<Form> {
  let file: Buffer | null = null;
  const fields: Record<string, string> = {};
  for await (const part of partsOf(request, { fileSize: maxFileBytes, files: 1, parts: 8 })) {
    if (part.type === 'field') fields[part.fieldname] = plainText(String(part.value));
    else file ??= await bytesOf(part);
  }
  return { file, fields };
}

async function bytesOf(part: MultipartFile): Promise<Buffer> {
  try {
    return await part.toBuffer();
  } catch (error) {
    throw readingProblem(error);
  }
}

/**
 * What went wrong while a form was read. The parser's own words for a broken form have neither status nor code; a disk that
 * is full is no fault of the sender.
 */
export function readingProblem(error: unknown): unknown {
  const { statusCode, syscall } = error as { statusCode?: number; syscall?: string };
  return statusCode !== undefined || (syscall !== undefined && syscall !== 'read') ? error : brokenOff();
}

const brokenOff = () =>
  new ProblemError(400, 'BAD_REQUEST', '上传没有完成或内容不完整，什么都没有保存，请检查网络后重新上传。');

/** Without control characters, which no text of the register can hold or should. */
const plainText = (text: string): string => text.replace(/\p{Cc}/gu, ' ').trim();
