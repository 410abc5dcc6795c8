import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LintFinding, ModelProcess, Session } from '../server/api/index.ts';
import { fromAddress, type Opened, showAddress } from './address.ts';
import * as client from './api/client.ts';
import { download } from './canvas/download.ts';
import { useEditor } from './canvas/use-editor.ts';
import { useImport } from './canvas/use-import.tsx';
import { Findings } from './panels/findings.tsx';
import { useDeployment } from './panels/use-deployment.tsx';
import { VersionsBar } from './panels/versions-bar.tsx';

const LINT_DELAY_MS = 700;

/** Canvas, properties, findings and versions, and what leads from one diagram to another. */
export function Workbench({ session }: { session: Session }) {
  const { message, modal } = App.useApp();
  const { canvas, properties, editor, revision, latestRevision, resetRevision, markEdited } = useEditor();
  const [processes, setProcesses] = useState<ModelProcess[]>([]);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [findings, setFindings] = useState<LintFinding[] | null>(null);
  const [checking, setChecking] = useState(false);
  const edited = revision > 0;
  // Answers may overtake each other: only what was asked for last is shown.
  const lastOpen = useRef(0);
  const lastCheck = useRef(0);

  const check = useCallback(
    async (resourceName: string) => {
      if (!editor) return;
      const turn = ++lastCheck.current;
      setChecking(true);
      try {
        const result = await client.lint(await editor.xml(), resourceName);
        if (turn !== lastCheck.current) return;
        setFindings(result.findings);
        editor.showFindings(result.findings);
      } catch (err) {
        if (turn === lastCheck.current) message.error((err as Error).message);
      } finally {
        if (turn === lastCheck.current) setChecking(false);
      }
    },
    [editor, message],
  );

  const open = useCallback(
    async (bpmnProcessId: string, version: number) => {
      if (!editor) return;
      const turn = ++lastOpen.current;
      const revisionBefore = latestRevision();
      try {
        const text = await client.readVersion(bpmnProcessId, version);
        if (turn !== lastOpen.current) return;
        if (latestRevision() !== revisionBefore) {
          message.warning('打开期间图上有了新的修改，没有打开另一张图。请先部署或下载。');
          return;
        }
        await editor.open(text.content);
        if (turn !== lastOpen.current) return;
        resetRevision();
        setOpened({ bpmnProcessId, version, resourceName: text.resourceName });
        showAddress({ bpmnProcessId, version });
        await check(text.resourceName);
      } catch (err) {
        if (turn === lastOpen.current) message.error((err as Error).message);
      }
    },
    [editor, check, message, latestRevision, resetRevision],
  );

  const refresh = useCallback(async () => {
    const list = (await client.listProcesses()).items;
    setProcesses(list);
    return list;
  }, []);

  // Once the canvas is there: what the address names, otherwise the registration.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening follows the canvas, not every new callback
  useEffect(() => {
    if (!editor) return;
    refresh()
      .then((list) => {
        const wanted = fromAddress();
        const first =
          list.find((one) => one.bpmnProcessId === (wanted?.bpmnProcessId ?? 'bdc-registration')) ?? list[0];
        const version = first?.versions.find((one) => one.version === wanted?.version) ?? first?.versions[0];
        if (first && version) void open(first.bpmnProcessId, version.version);
      })
      .catch((err: Error) => message.error(err.message));
  }, [editor]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every further edit starts the wait anew
  useEffect(() => {
    if (!edited || !opened) return;
    const timer = setTimeout(() => void check(opened.resourceName), LINT_DELAY_MS);
    return () => clearTimeout(timer);
  }, [edited, revision, opened, check]);

  const openAsking = (bpmnProcessId: string, version: number) => {
    if (!edited) return void open(bpmnProcessId, version);
    modal.confirm({
      title: '放弃未部署的修改？',
      content: '打开另一张图会丢掉本页的修改。要保留请先部署或下载。',
      okText: '放弃修改并打开',
      cancelText: '回到图上',
      onOk: () => open(bpmnProcessId, version),
    });
  };

  // A colleague's link pasted into this window.
  useEffect(() => {
    const follow = () => {
      const wanted = fromAddress();
      const same = wanted?.bpmnProcessId === opened?.bpmnProcessId && wanted?.version === opened?.version;
      if (wanted && !same) openAsking(wanted.bpmnProcessId, wanted.version);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  });

  useEffect(() => {
    if (!edited) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [edited]);

  const { deploying, askToDeploy } = useDeployment({
    editor,
    opened,
    processes,
    onRefresh: refresh,
    onDeployed: (now) => {
      resetRevision();
      setOpened(now);
      showAddress(now);
    },
    onRefused: (refused) => setFindings((before) => [...refused, ...(before ?? [])]),
  });

  const showFile = async (content: string, bpmnProcessId: string) => {
    if (!editor) return;
    lastOpen.current += 1; // a version that is still being read must not come after the file
    const known = processes.find((one) => one.bpmnProcessId === bpmnProcessId);
    const before = await editor.xml();
    try {
      await editor.open(content);
    } catch {
      await editor.open(before);
      modal.error({
        title: '没有导入',
        content: '这张图画不出来，文件可能不完整。原来的图仍在画布上；请从建模工具重新导出。',
        okText: '知道了',
      });
      return;
    }
    const resourceName = known?.resourceName ?? `${bpmnProcessId}.bpmn`;
    setOpened({ bpmnProcessId, version: known?.versions[0]?.version ?? 0, resourceName });
    markEdited();
    message.success(
      known ? `已导入，部署后成为「${known.name}」的新版本。` : `已导入新流程 ${bpmnProcessId}，部署后成为第 1 版。`,
    );
    await check(resourceName);
  };

  const importFile = useImport({ isUnedited: () => latestRevision() === 0, onShow: showFile });

  const downloadOpened = async () => {
    if (!editor || !opened) return;
    try {
      download(await editor.xml(), opened.resourceName);
    } catch (err) {
      message.error((err as Error).message);
    }
  };

  return (
    <div className="workbench">
      <VersionsBar
        processes={processes}
        current={opened}
        edited={edited}
        mayDeploy={session.permissions.includes('model.deploy')}
        deploying={deploying}
        onOpen={openAsking}
        onDeploy={() => void askToDeploy()}
        onUndo={() => editor?.undo()}
        onRedo={() => editor?.redo()}
        onFit={() => editor?.fit()}
        onDownload={() => void downloadOpened()}
        onImport={(file) => void importFile(file)}
      />
      <div className="canvas" ref={canvas} />
      <aside className="properties" ref={properties} aria-label="属性" />
      <Findings
        findings={findings}
        checking={checking}
        onJump={(id) => {
          if (!editor?.jumpTo(id)) message.info('图里没有这个元素，可能已被删除。');
        }}
      />
    </div>
  );
}
