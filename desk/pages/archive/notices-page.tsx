import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { type ArchiveNotice, DISTRICTS, NOTICE_KINDS, NOTICE_STATES } from '../../../server/api/index.ts';
import { archiveNoticesQuery, noticePackageUrl } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** 法院通知书 for the archive: they belong to no case, so their packages are asked for here. */
export default function NoticesPage() {
  const [text, setText] = useState('');
  const { data, error, refetch } = useQuery({ ...archiveNoticesQuery(text), placeholderData: keepPreviousData });
  return (
    <div className="page">
      <div className="page-head">
        <h1>法院通知书归档</h1>
        <span className="grow" />
        <Input.Search
          allowClear
          aria-label="查找通知书"
          placeholder="案号、法院或通知书编号"
          style={{ maxWidth: 320 }}
          maxLength={60}
          onSearch={(value) => setText(value.trim())}
        />
      </div>
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <Notices rows={data.items} />
          {data.more ? <p className="note">只列最近提交的 {data.items.length} 份；更早的请按案号或法院查找。</p> : null}
        </>
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Notices({ rows }: { rows: ArchiveNotice[] }) {
  if (rows.length === 0)
    return (
      <EmptyState title="没有通知书">法院送达的协助执行、协助查询通知书列在这里；请换一个案号或法院名称。</EmptyState>
    );
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">案号</th>
            <th scope="col">法院</th>
            <th scope="col">协助事项</th>
            <th scope="col">结果</th>
            <th scope="col">辖区</th>
            <th scope="col">送达</th>
            <th scope="col">通知书编号</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.noticeNo}>
              <td>{row.documentNo}</td>
              <td>{row.authority}</td>
              <td>{NOTICE_KINDS[row.kind]}</td>
              <td>{NOTICE_STATES[row.state]}</td>
              <td>{DISTRICTS[row.district as keyof typeof DISTRICTS] ?? row.district}</td>
              <td className="num" data-label="送达">
                {row.deliveredAt ? formatDateTime(row.deliveredAt) : '未送达'}
              </td>
              <td className="num">{row.noticeNo}</td>
              <td>
                <a href={noticePackageUrl(row.noticeNo)} download aria-label={`下载归档包 ${row.noticeNo}`}>
                  下载归档包
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
