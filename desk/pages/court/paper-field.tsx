import { Form } from 'antd';

interface Props {
  id: string;
  label: string;
  /** Null when the choice was taken back. */
  onChange: (file: File | null) => void;
}

/** One paper of the court, scanned: the file goes with the form. */
export function PaperField({ id, label, onChange }: Props) {
  return (
    <Form.Item label={label} htmlFor={id} style={{ marginBottom: 8 }}>
      <input
        id={id}
        type="file"
        accept="application/pdf,image/jpeg,image/png"
        onChange={(event) => onChange(event.target.files?.[0] ?? null)}
      />
    </Form.Item>
  );
}
