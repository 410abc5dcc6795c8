import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef } from 'react';
import { type CaseDocument, MAX_UPLOAD_BYTES, UPLOAD_TYPES, type UploadKind } from '../../server/api/index.ts';
import { api, sentenceOf } from '../api/http.ts';

export interface UploadScanProps {
  caseNo: string;
  title: string;
  kind?: UploadKind;
  /** The line of the list of materials that this scan hands in. */
  materialId?: string;
  label?: string;
  disabled?: boolean;
  onUploaded?: (document: CaseDocument) => void;
}

/** Uploads one scan (PDF, JPG or PNG, at most 20 MB) to a case; size and type are checked before anything is sent. */
export function UploadScan({
  caseNo,
  title,
  kind = 'other',
  materialId,
  label = '上传扫描件',
  disabled,
  onUploaded,
}: UploadScanProps) {
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const { message } = App.useApp();
  const upload = useMutation({
    mutationFn: (file: File) => {
      // The server reads the text fields before the file.
      const form = new FormData();
      form.set('title', title || file.name);
      form.set('kind', kind);
      if (materialId) form.set('materialId', materialId);
      form.set('file', file);
      return api<CaseDocument>(`/api/cases/${encodeURIComponent(caseNo)}/documents`, { method: 'POST', body: form });
    },
    onSuccess: async (document) => {
      onUploaded?.(document);
      message.success(`已上传「${document.title}」`);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['case', caseNo] }),
        client.invalidateQueries({ queryKey: ['task'] }),
      ]);
    },
    onError: (error) => message.error(sentenceOf(error)),
  });
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (!(UPLOAD_TYPES as readonly string[]).includes(file.type))
      message.error('只收 PDF、JPG、PNG 文件。请换一种格式重新扫描。');
    else if (file.size > MAX_UPLOAD_BYTES)
      message.error('文件超过 20 MB。请降低扫描分辨率（300 dpi 足够）或分成几份上传。');
    else upload.mutate(file);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={UPLOAD_TYPES.join(',')}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={`${label} ${title}`}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <button
        type="button"
        className="account"
        style={{ width: 'auto' }}
        disabled={disabled || upload.isPending}
        onClick={() => input.current?.click()}
      >
        {upload.isPending ? '正在上传…' : label}
      </button>
    </>
  );
}
