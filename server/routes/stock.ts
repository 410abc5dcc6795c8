import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { stockTemplates } from '../../registry/index.ts';
import { actorOf, requirePermission, seesDistrict } from '../access/guard.ts';
import { LinkDecision, LinkRequest, QualityWorkbench, StockBatchList, StockBatchView } from '../api/quality.ts';
import type { ServerDeps } from '../deps.ts';
import { partsOf, readingProblem } from '../documents/read-form.ts';
import { UPLOAD_FOLDER } from '../keeping/left-uploads.ts';
import { forbidden, invalid, notFound } from '../problems/problem-error.ts';
import { StockFileError } from '../stock/read-files.ts';
import { type StockPath, tryOut } from '../stock/take-in.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const MAX_FILES = 7;
/** Larger stock comes by the command line, which streams it from the disk of the server. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const BatchParams = Type.Object({ batchId: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
const LinkParams = Type.Object({ linkId: Type.String({ pattern: '^\\d{1,18}$' }) });
const TemplateParams = Type.Object({ kind: Type.Enum(stockTemplates.map((template) => template.kind)) });

/** 存量数据: import by the administrator, 房地挂接 by a clerk and a reviewer, pages of low quality. */
export function stockRoutes(app: App, { registry }: ServerDeps): void {
  const { stock, quality } = registry;

  app.get('/api/quality/units', { schema: { response: { 200: QualityWorkbench } } }, async (request) => {
    const { district } = requirePermission(request, 'quality.view');
    const [threshold, units, houses] = await Promise.all([
      quality.threshold(),
      quality.listLow({ district }),
      stock.listHouses({ states: ['UNLINKED', 'HELD'] }),
    ]);
    return toWire({ threshold, units, houses });
  });

  app.post('/api/quality/links', { schema: { body: LinkRequest } }, async (request, reply) => {
    const user = requirePermission(request, 'quality.mend');
    const unitCode = request.body.unitCode.replace(/\s/g, '').toUpperCase();
    if (!seesDistrict(user, unitCode.slice(0, 6)))
      throw forbidden('FORBIDDEN_DISTRICT', '这宗地不在本辖区，请转交不动产所在区处理。');
    const linkId = await stock.proposeLink({ ...request.body, unitCode, by: actorOf(user) });
    return reply.code(201).send({ linkId });
  });

  app.post(
    '/api/quality/links/:linkId/decision',
    { schema: { params: LinkParams, body: LinkDecision } },
    async (request, reply) => {
      const user = requirePermission(request, 'quality.review');
      const waiting = await stock.listHouses({ states: ['UNLINKED'], limit: 500 });
      const house = waiting.find((one) => one.link?.linkId === request.params.linkId);
      if (!house?.link) throw notFound('NOT_FOUND', '没有这项待复核的挂接，请刷新列表。');
      if (!seesDistrict(user, house.link.unitCode.slice(0, 6)))
        throw forbidden('FORBIDDEN_DISTRICT', '这项挂接由不动产所在区复核。');
      await stock.decideLink({ linkId: house.link.linkId, ...request.body, by: actorOf(user) });
      return reply.code(204).send();
    },
  );

  app.get('/api/stock/batches', { schema: { response: { 200: StockBatchList } } }, async (request) => {
    requirePermission(request, 'register.import');
    return { items: toWire(await stock.listBatches()) };
  });

  app.post('/api/stock/batches', { schema: { response: { 200: StockBatchView } } }, async (request) => {
    const user = requirePermission(request, 'register.import');
    const folder = await mkdtemp(join(tmpdir(), UPLOAD_FOLDER));
    try {
      const files = await receive(request, folder);
      const purpose = `导入存量数据（试算）：${files.length} 个文件`;
      await registry.audit.record({ actor: actorOf(user), action: 'stock.read', purpose });
      return toWire(await tryOut(registry, files, actorOf(user)));
    } catch (error) {
      if (!(error instanceof StockFileError)) throw error;
      throw invalid(error.message, [{ path: '/files', code: 'FILE', message: error.message }]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  app.post(
    '/api/stock/batches/:batchId/import',
    { schema: { params: BatchParams, response: { 200: StockBatchView } } },
    async (request) => {
      const user = requirePermission(request, 'register.import');
      return toWire(await stock.importBatch(request.params.batchId, actorOf(user)));
    },
  );

  app.get('/api/stock/templates/:kind', { schema: { params: TemplateParams } }, async (request, reply) => {
    requirePermission(request, 'register.import');
    const template = stockTemplates.find((one) => one.kind === request.params.kind);
    const headers = template?.columns.map((column) => column.header).join(',') ?? '';
    const name = encodeURIComponent(`${template?.name ?? ''}.csv`);
    // With the mark that lets office programs open UTF-8.
    return reply
      .type('text/csv; charset=utf-8')
      .header('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
      .send(`\uFEFF${headers}\r\n`);
  });
}

/** Writes what is uploaded to the disk as it comes, so that no file is in memory. */
async function receive(request: FastifyRequest, folder: string): Promise<StockPath[]> {
  const files: StockPath[] = [];
  if (!request.isMultipart()) throw new StockFileError('请选择要导入的 CSV 或 Excel 文件。');
  for await (const part of partsOf(request, { files: MAX_FILES, fileSize: MAX_FILE_BYTES, parts: MAX_FILES })) {
    if (part.type === 'field') continue;
    const path = join(folder, String(files.length));
    try {
      await pipeline(part.file, createWriteStream(path));
    } catch (error) {
      throw readingProblem(error);
    }
    if (part.file.truncated)
      throw new StockFileError(`${part.filename} 超过 64 MB，请用命令 npm run register:import 导入。`);
    files.push({ path, name: part.filename });
  }
  if (files.length === 0) throw new StockFileError('请选择要导入的 CSV 或 Excel 文件。');
  return files;
}
