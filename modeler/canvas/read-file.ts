/** As the server's limit for one diagram, in characters. */
const MOST_CHARACTERS = 2_000_000;

/** As the server's addresses and names of resources allow. */
const DEPLOYABLE_ID = /^[A-Za-z0-9_.-]{1,100}$/;

export type DiagramFile = { ok: true; content: string; bpmnProcessId: string } | { ok: false; refusal: string };

/** Reads a diagram that the analyst has chosen, or says in Chinese why it cannot be one. */
export async function readDiagramFile(file: File): Promise<DiagramFile> {
  const tooLarge: DiagramFile = {
    ok: false,
    refusal: `“${file.name}”有 ${(file.size / 1_000_000).toFixed(1)} MB，一张图最多 200 万字。请删去嵌入的图片、数据，或把流程拆成几张图用调用活动连接。`,
  };
  // UTF-8 takes at most four bytes a character: a larger file need not be read to know.
  if (file.size > 4 * MOST_CHARACTERS) return tooLarge;
  const content = await file.text();
  if (content.length > MOST_CHARACTERS) return tooLarge;
  if (!/<(?:[\w.-]+:)?definitions\s/.test(content) || !content.includes('http://www.omg.org/spec/BPMN/'))
    return { ok: false, refusal: `“${file.name}”不是 BPMN 流程图。请选择建模工具导出的 .bpmn 文件。` };
  const bpmnProcessId = /<(?:[\w.-]+:)?process\s[^>]*?\bid="([^"]+)"/.exec(content)?.[1];
  if (!bpmnProcessId) return { ok: false, refusal: `“${file.name}”里没有流程，只有空白的图。` };
  if (!DEPLOYABLE_ID.test(bpmnProcessId))
    return {
      ok: false,
      refusal: `“${file.name}”的流程标识“${bpmnProcessId}”不能部署。请在原来的建模工具里把流程的标识（ID）改成不超过 100 个字母、数字、“_”、“-”、“.”，中文写在名称里，再导入。`,
    };
  return { ok: true, content, bpmnProcessId };
}
