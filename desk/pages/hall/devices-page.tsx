import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import {
  HALL_DEVICES,
  type HallDeviceKind,
  type HallDeviceView,
  type MadeHallDevice,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { devicesQuery } from './queries.ts';

const kinds = Object.entries(HALL_DEVICES).map(([value, label]) => ({ value: value as HallDeviceKind, label }));

/** 大厅设备: each screen and kiosk is let in by an address of its own, until it is switched off. */
export default function DevicesPage() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(devicesQuery);
  const [kind, setKind] = useState<HallDeviceKind>('display');
  const [name, setName] = useState('');
  const done = () => client.invalidateQueries({ queryKey: devicesQuery.queryKey });
  const add = useMutation({
    mutationFn: () => api<MadeHallDevice>('/api/hall/devices', { method: 'POST', body: { kind, name: name.trim() } }),
    onSuccess: () => {
      setName('');
      return done();
    },
  });
  const end = useMutation({
    mutationFn: (deviceId: number) => api(`/api/hall/devices/${deviceId}/end`, { method: 'POST' }),
    onSuccess: done,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="正在读取大厅设备" />;
  const failure = add.error ?? end.error;
  return (
    <div className="page">
      <div className="page-head">
        <h1>大厅设备</h1>
        <span className="muted">显示屏和自助取号机凭各自的地址使用，不需要账号；看不到姓名和业务</span>
        <span className="grow" />
        <Select aria-label="设备种类" style={{ width: 130 }} value={kind} options={kinds} onChange={setKind} />
        <Input
          aria-label="设备名称"
          placeholder="名称，如 一楼东侧屏"
          style={{ width: 190 }}
          maxLength={30}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="primary" disabled={name.trim() === ''} loading={add.isPending} onClick={() => add.mutate()}>
          启用设备
        </Button>
      </div>
      {failure ? <Problem error={failure} /> : null}
      {add.data ? (
        <div className="note" role="status" style={{ marginBottom: 12 }}>
          已启用“{add.data.device.name}
          ”。请在该设备的浏览器中打开下面的地址并设为启动页；地址只显示这一次，遗失请停用后重新启用。
          <div>
            <a href={add.data.path} target="_blank" rel="noreferrer">
              {new URL(add.data.path, window.location.href).href}
            </a>
          </div>
        </div>
      ) : null}
      <section className="panel">
        {data.devices.length === 0 ? (
          <EmptyState title="还没有大厅设备">填写名称后点“启用设备”，把得到的地址交给显示屏或取号机。</EmptyState>
        ) : (
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col">种类</th>
                <th scope="col">启用</th>
                <th scope="col">最近在线</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>
              {data.devices.map((device) => (
                <DeviceRow key={device.deviceId} device={device} busy={end.isPending} onEnd={end.mutate} />
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

interface RowProps {
  device: HallDeviceView;
  busy: boolean;
  onEnd: (deviceId: number) => void;
}

function DeviceRow({ device, busy, onEnd }: RowProps) {
  return (
    <tr>
      <td>{device.name}</td>
      <td data-label="种类">{HALL_DEVICES[device.kind]}</td>
      <td className="num" data-label="启用">
        {formatDateTime(device.madeAt)}，{device.madeBy.name}
      </td>
      <td className="num" data-label="最近在线">
        {device.seenAt ? formatDateTime(device.seenAt) : '还没有打开过'}
      </td>
      <td data-label="状态">
        {device.endedAt ? (
          `${formatDateTime(device.endedAt)} 停用`
        ) : (
          <Popconfirm
            title={`停用“${device.name}”？`}
            description="该设备的地址立即失效，不能恢复。"
            okText="停用"
            onConfirm={() => onEnd(device.deviceId)}
          >
            <Button size="small" disabled={busy}>
              停用
            </Button>
          </Popconfirm>
        )}
      </td>
    </tr>
  );
}
