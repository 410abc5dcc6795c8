import { Alert, App as AntApp } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { LintFinding, ModelProcess, Session } from '../server/api/index.ts';
import * as client from './api/client.ts';
import { readDiagramFile } from './canvas/read-file.ts';
import { removedSteps } from './canvas/removed-steps.ts';
import { useEditor } from './canvas/use-editor.ts';
import { Findings } from './panels/findings.tsx';
import { VersionsBar } from './panels/versions-bar.tsx';

const LINT_DELAY_MS = 700;

/** Findings of a file that the canvas would silently lose: it is refused as a whole, to be put right where it was made. */
const UNREADABLE = ['yitong/xml', 'yitong/camunda-7', 'yitong/duplicate-id', 'yitong/unresolved-reference'];

type Signed = { state: 'asking' } | { state: 'out' } | { state: 'in'; session: Session };

/** The page: asks who is there, then shows the workbench. */
export function App() {
  const [signed, setSigned] = useState<Signed>({ state: 'asking' });
  const [failure, setFailure] = useState('');
  useEffect(() => {
    client.currentSession().then(
      (session) => setSigned(session ? { state: 'in', session } : { state: 'out' }),
      (err: Error) => setFailure(err.message),
    );
  }, []);
  if (failure) return <Alert className="notice" type="error" showIcon title={failure} />;
  if (signed.state === 'asking') return <p className="notice">正在打开…</p>;
  if (signed.state === 'out') {
    return (
      <p className="notice">
        请先以流程分析岗<a href="/login?next=/modeler/">登录</a>，再打开流程建模。
      </p>
    );
  }
  return (
    <AntApp className="fill">
      <Workbench session={signed.session} />
    </AntApp>
  );
}

interface Opened {
  bpmnProcessId: string;
  /** That the canvas started from; 0 of a process that was never deployed. */
  version: number;
  resourceName: string;
}

/** `#/bdc-registration/3` in the address names what is on the canvas, so that it can be sent to a colleague. */
function fromAddress(): { bpmnProcessId: string; version: number } | null {
  const match = /^#\/([\w.-]+)\/(\d+)$/.exec(window.location.hash);
  return match ? { bpmnProcessId: match[1]!, version: Number(match[2]) } : null;
}

function Workbench({ session }: { session: Session }) {
  const { message, modal } = AntApp.useApp();
  const { canvas, properties, editor, revision, latestRevision, resetRevision, markEdited } = useEditor();
  const [processes, setProcesses] = useState<ModelProcess[]>([]);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [findings, setFindings] = useState<LintFinding[] | null>(null);
  const [checking, setChecking] = useState(false);
  const [deploying, setDeploying] = useState(false);
  const edited = revision > 0;
  // Answers may overtake each other: only what was asked for last is shown.
  const lastOpen = useRef(0);
  const lastCheck = useRef(0);
  /** Between the click on 部署新版本 and its question. */
  const preparing = useRef(false);

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
        window.history.replaceState(null, '', `#/${bpmnProcessId}/${version}`);
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
      await refresh();
      if (deployed) {
        // The canvas stays as it is, with its place and with what can be undone.
        resetRevision();
        setOpened({ ...opened, bpmnProcessId: deployed.id, version: deployed.version });
        window.history.replaceState(null, '', `#/${deployed.id}/${deployed.version}`);
      }
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
      setFindings((before) => [...fromEngine, ...(before ?? [])]);
      if (refusal.status === 409) await refresh().catch(() => undefined);
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

  const importFile = async (file: File) => {
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
    // Not `edited`: the analyst may have worked on while the file was read and checked.
    if (latestRevision() === 0) return showFile(read.content, read.bpmnProcessId);
    modal.confirm({
      title: '放弃未部署的修改？',
      content: '导入会换掉画布上的图。要保留请先部署或下载。',
      okText: '放弃修改并导入',
      cancelText: '回到图上',
      onOk: () => showFile(read.content, read.bpmnProcessId),
    });
  };

  const download = async () => {
    if (!editor || !opened) return;
    try {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([await editor.xml()], { type: 'application/xml' }));
      link.download = opened.resourceName.split('/').at(-1) ?? 'diagram.bpmn';
      link.click();
      URL.revokeObjectURL(link.href);
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
        onDownload={() => void download()}
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
