import type { BankCaseDetail } from '../../../server/api/index.ts';
import { formatDateTime } from '../../lib/format.ts';

const words = {
  invited: { shape: '‖', word: '已发链接，等待签署' },
  signed: { shape: '●', word: '已签署' },
  declined: { shape: '■', word: '不同意签署' },
} as const;

/** Who has signed the table of the newest round (INV-26). */
export function Signers({ list }: { list: BankCaseDetail['signerList'] }) {
  return (
    <section className="panel scroll-x">
      <div className="panel-head">
        <h2>签署情况</h2>
      </div>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">身份</th>
            <th scope="col">姓名</th>
            <th scope="col">状态</th>
            <th scope="col">时间</th>
          </tr>
        </thead>
        <tbody>
          {list.map((signer) => (
            <tr key={signer.partyNo}>
              <td>{signer.roleText}</td>
              <td>{signer.name}</td>
              <td>
                <span aria-hidden="true">{words[signer.state].shape}</span> {words[signer.state].word}
              </td>
              <td className="code">{formatDateTime(signer.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
