import { Button, Select, Tag } from 'antd';
import { useRef } from 'react';
import type { ModelProcess } from '../../server/api/index.ts';

export interface VersionsBarProps {
  processes: ModelProcess[];
  current: { bpmnProcessId: string; version: number } | null;
  edited: boolean;
  mayDeploy: boolean;
  deploying: boolean;
  onOpen: (bpmnProcessId: string, version: number) => void;
  onDeploy: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onFit: () => void;
  onDownload: () => void;
  onImport: (file: File) => void;
}

/** Which version is on the canvas, which is live, and how many cases run on which. */
export function VersionsBar(props: VersionsBarProps) {
  const process = props.processes.find((one) => one.bpmnProcessId === props.current?.bpmnProcessId);
  const file = useRef<HTMLInputElement>(null);
  const running = process?.versions.filter((version) => version.runningCases > 0 || version.live) ?? [];
  return (
    <header className="bar">
      <a className="bar-home" href="/">
        一通
      </a>
      <strong>流程建模</strong>
      <Select
        aria-label="流程"
        style={{ width: 250 }}
        placeholder="选择流程"
        value={props.current?.bpmnProcessId}
        options={props.processes.map((one) => ({
          value: one.bpmnProcessId,
          label: `${one.name}（${one.bpmnProcessId}）`,
        }))}
        onChange={(id) => {
          const live = props.processes.find((one) => one.bpmnProcessId === id)?.versions[0];
          if (live) props.onOpen(id, live.version);
        }}
      />
      <Select
        aria-label="版本"
        style={{ minWidth: 130 }}
        placeholder="版本"
        value={props.current?.version || undefined}
        options={process?.versions.map((one) => ({
          value: one.version,
          label: `第 ${one.version} 版${one.live ? '（在用）' : ''}`,
        }))}
        onChange={(version) => props.current && props.onOpen(props.current.bpmnProcessId, version)}
      />
      <span className="bar-running">
        {running.map((one) => (
          <Tag key={one.version} color={one.live ? 'blue' : undefined}>
            第 {one.version} 版 {one.live ? '在用，' : ''}在办 {one.runningCases} 件
          </Tag>
        ))}
      </span>
      <span className="bar-gap" />
      {props.edited ? <Tag color="gold">▲ 有未部署的修改</Tag> : null}
      <Button onClick={props.onUndo}>撤销</Button>
      <Button onClick={props.onRedo}>重做</Button>
      <Button onClick={props.onFit}>全图</Button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".bpmn,.xml"
        aria-label="要导入的流程图"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) props.onImport(chosen);
          event.target.value = ''; // the same file again, after it was put right
        }}
      />
      <Button onClick={() => file.current?.click()}>导入</Button>
      <Button onClick={props.onDownload}>下载</Button>
      <Button
        type="primary"
        loading={props.deploying}
        disabled={!props.current || !props.mayDeploy}
        title={props.mayDeploy ? undefined : '只有流程分析岗可以部署'}
        onClick={props.onDeploy}
      >
        部署新版本
      </Button>
    </header>
  );
}
