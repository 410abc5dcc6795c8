import type { HolderView } from '../../server/api/index.ts';

/** What every part of the register's page says in the same way. */

export const namesOf = (holders: HolderView[]): string => holders.map((holder) => holder.name).join('、') || '—';

export function Nothing({ span, text }: { span: number; text: string }) {
  return (
    <tr>
      <td colSpan={span} className="nothing">
        {text}
      </td>
    </tr>
  );
}
