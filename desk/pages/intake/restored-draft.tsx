import { App } from 'antd';
import { sentenceOf } from '../../api/http.ts';
import { formatDateTime } from '../../lib/format.ts';

/** Says that the form was filled from a draft, and lets it be given up. */
export function RestoredDraft({ savedAt, onGiveUp }: { savedAt: string; onGiveUp: () => Promise<void> }) {
  const { modal, message } = App.useApp();
  const ask = () =>
    modal.confirm({
      title: '放弃草稿，重新填写？',
      content: '已填写的内容不再保留。',
      okText: '放弃草稿',
      cancelText: '继续填写',
      okButtonProps: { danger: true },
      onOk: () => onGiveUp().catch((failure) => void message.error(sentenceOf(failure))),
    });
  return (
    <p className="note" role="status">
      已恢复草稿（<span className="num">{formatDateTime(savedAt)}</span> 保存）。提交前请申请人再次确认内容真实。{' '}
      <button type="button" className="account" style={{ width: 'auto' }} onClick={ask}>
        放弃草稿，重新填写
      </button>
    </p>
  );
}
