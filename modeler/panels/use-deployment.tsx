import { App } from 'antd';
import { useRef, useState } from 'react';
import type { LintFinding, ModelProcess } from '../../server/api/index.ts';
import type { Opened } from '../address.ts';
import * as client from '../api/client.ts';
import type { Editor } from '../canvas/editor.ts';
import { removedSteps } from '../canvas/removed-steps.ts';

interface Deployment {
  editor: Editor | null;
  opened: Opened | null;
  processes: ModelProcess[];
  /** Reads the list of versions again. */
  onRefresh: () => Promise<unknown>;
  /** The canvas now shows this version; it stays as it is, with its place and with what can be undone. */
  onDeployed: (opened: Opened) => void;
  /** What the engine refuses the diagram for. */
  onRefused: (findings: LintFinding[]) => void;
}

/** 部署新版本: says what becomes of the cases and what the new version drops, then asks. */
export function useDeployment({ editor, opened, processes, onRefresh, onDeployed, onRefused }: Deployment) {
  const { message, modal } = App.useApp();
  const [deploying, setDeploying] = useState(false);
  /** Between the click on 部署新版本 and its question. */
  const preparing = useRef(false);
  const processOnCanvas = processes.find((one) => one.bpmnProcessId === opened?.bpmnProcessId);
  const live = processOnCanvas?.versions[0];

  const deployNow = async () => {
    if (!editor || !opened) return;
    setDeploying(true);
    try {
      const content = await editor.xml();
      const newestSeen = Object.fromEntries(processes.map((one) => [one.bpmnProcessId, one.versions[0]?.version ?? 0]));
      const result = await client.deploy({
        resources: [{ resourceName: opened.resourceName, content, newestSeen }],
      });
      const deployed = result.deployed.find((one) => one.id === opened.bpmnProcessId) ?? result.deployed[0];
      await onRefresh();
      if (deployed) onDeployed({ ...opened, bpmnProcessId: deployed.id, version: deployed.version });
      message.success(
        deployed?.changed === false
          ? '图没有变化，仍是原版本。'
          : `已部署第 ${deployed?.version} 版。在办件仍按原版本办理。`,
      );
    } catch (err) {
      const refusal = err instanceof client.Refusal ? err : new client.Refusal(0, String(err));
      const fromEngine = refusal.findings.map(
        (one): LintFinding => ({ ...one, elementName: null, rule: 'deployment', severity: 'error' }),
      );
      onRefused(fromEngine);
      if (refusal.status === 409) await onRefresh().catch(() => undefined);
      modal.error({ title: '没有部署', content: refusal.message, okText: '回到图上' });
    } finally {
      setDeploying(false);
    }
  };

  /** What the diagram on the canvas drops of the live one, in sentences; one that cannot be compared is said to be so. */
  const removedWarning = async (): Promise<string | null> => {
    if (!editor || !opened || !live) return null;
    const changed = await editor.xml();
    try {
      const before = await client.readVersion(opened.bpmnProcessId, live.version);
      const removed = removedSteps(before.content, changed);
      return removed.length > 0
        ? `比在用版本少 ${removed.length} 步：${removed.join('、')}。新受理的件不再办理这些步骤。`
        : null;
    } catch (err) {
      return `没有读到在用的第 ${live.version} 版，查不出少了哪些步骤（${(err as Error).message}）。请先取消，稍后再部署。`;
    }
  };

  const askToDeploy = async () => {
    if (!editor || !opened || preparing.current) return;
    preparing.current = true;
    const warning = await removedWarning()
      .catch((err: Error) => {
        modal.error({ title: '没有部署', content: err.message, okText: '回到图上' });
        return undefined;
      })
      .finally(() => {
        preparing.current = false;
      });
    if (warning === undefined) return;
    const running = processOnCanvas?.versions.reduce((sum, one) => sum + one.runningCases, 0) ?? 0;
    modal.confirm({
      title: `部署「${processOnCanvas?.name ?? opened.bpmnProcessId}」的新版本？`,
      content: (
        <>
          <p>
            新受理的件将按新版本办理；在办的 {running} 件仍按各自的版本办完。部署后不能收回，要恢复请再部署原来的版本。
          </p>
          {live && live.version !== opened.version ? (
            <p role="alert">
              ▲ 画布上的图出自第 {opened.version} 版，在用的是第 {live.version} 版
              {live.deployedBy ? `（${live.deployedBy} 部署）` : ''}：第 {live.version} 版的修改不会带入。
            </p>
          ) : null}
          {warning ? <p role="alert">▲ {warning}</p> : null}
        </>
      ),
      okText: '部署',
      cancelText: '再看看',
      onOk: deployNow,
    });
  };

  return { deploying, askToDeploy };
}
