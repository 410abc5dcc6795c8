import { App } from 'antd';
import type { ReactNode } from 'react';
import * as client from '../api/client.ts';
import { readDiagramFile } from './read-file.ts';

/** Findings of a file that the canvas would silently lose: it is refused as a whole, to be put right where it was made. */
const UNREADABLE = ['yitong/xml', 'yitong/camunda-7', 'yitong/duplicate-id', 'yitong/unresolved-reference'];

interface Import {
  /** True when nothing on the canvas would be lost at this moment. */
  isUnedited: () => boolean;
  /** Draws it in place of what is on the canvas. */
  onShow: (content: string, bpmnProcessId: string) => Promise<void>;
}

/** 导入: a diagram from a file, checked before it replaces the one on the canvas. */
export function useImport({ isUnedited, onShow }: Import): (file: File) => Promise<void> {
  const { modal } = App.useApp();
  return async (file: File) => {
    const read = await readDiagramFile(file);
    const refuse = (content: ReactNode) => modal.error({ title: '没有导入', content, okText: '知道了' });
    if (!read.ok) return void refuse(read.refusal);
    try {
      const { findings } = await client.lint(read.content, file.name);
      const unreadable = findings.filter(({ rule }) => UNREADABLE.includes(rule));
      if (unreadable.length > 0) {
        refuse(
          <ul>
            {unreadable.map((one, index) => (
              <li key={index}>{one.message}</li>
            ))}
          </ul>,
        );
        return;
      }
    } catch (err) {
      return void refuse((err as Error).message);
    }
    // Only now: the analyst may have worked on while the file was read and checked.
    if (isUnedited()) return onShow(read.content, read.bpmnProcessId);
    modal.confirm({
      title: '放弃未部署的修改？',
      content: '导入会换掉画布上的图。要保留请先部署或下载。',
      okText: '放弃修改并导入',
      cancelText: '回到图上',
      onOk: () => onShow(read.content, read.bpmnProcessId),
    });
  };
}
