import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { bankCaseQuery } from '../../../api/queries.ts';
import { BeforeAfter } from '../../../components/before-after.tsx';
import { PartyTable } from '../../../components/party-table.tsx';
import { today } from '../../../lib/today.ts';
import { ContractInfoTable } from '../../bank/contract-info-table.tsx';
import { Signers } from '../../bank/signers.tsx';
import { CaseFacts } from '../case-facts.tsx';
import { Field, Note } from './fields.tsx';
import { built, missing, optional, type Step, type StepFormProps, trimmed } from './step.ts';

/** Steps of the bank's own people (domain §5.2). */

function Parties({ detail }: Pick<StepFormProps, 'detail'>) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>当事人</h2>
      </div>
      <PartyTable caseNo={detail.case.caseNo} parties={detail.case.partyList} canUnmask={detail.case.actions.unmask} />
    </section>
  );
}

function Register({ detail }: Pick<StepFormProps, 'detail'>) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>登记簿（登簿前后）</h2>
      </div>
      <div className="panel-body">
        <BeforeAfter preview={detail.register} />
      </div>
    </section>
  );
}

export const bankIdentity: Step = {
  Form: (props) => (
    <>
      <Parties detail={props.detail} />
      <section className="panel">
        <div className="panel-body">
          <Note {...props} label="核对经过" placeholder="当面比对了什么证件、谁在场" />
        </div>
      </section>
    </>
  ),
  build(_detail, draft, decision) {
    if (trimmed(draft.note) === '') return missing('请写明如何核对的身份。');
    return built({
      elementId: 'BankIdentity',
      identityDecision: decision.value === 'reject' ? 'reject' : 'ok',
      note: trimmed(draft.note),
    });
  },
  writes: (_detail, draft, decision) =>
    decision.value === 'reject' ? (
      <>身份不符，将出具《不予受理通知书》，本次申请结束。</>
    ) : (
      <>身份属实，继续办理；本业务不自动受理，由登记窗口再看一遍。核对经过：{draft.note}</>
    ),
};

/** F-CONTRACTINFO: what was applied for stands; the two days are typed, the rank is the register's. */
export const contractInfo: Step = {
  Form: (props) => {
    const { detail, draft, onChange, readOnly } = props;
    const { data } = useQuery(bankCaseQuery(detail.case.caseNo));
    return (
      <>
        <section className="panel">
          <div className="panel-head">
            <h2>主债权合同及抵押合同信息表</h2>
          </div>
          <div className="panel-body">
            <ContractInfoTable
              mortgage={detail.case.mortgage}
              loanNo={data?.loanNo ?? null}
              ranks={data?.ranks ?? []}
            />
            <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', marginTop: 12 }}>
              {(['loanSignedOn', 'mortgageSignedOn'] as const).map((key) => (
                <Field
                  key={key}
                  label={key === 'loanSignedOn' ? '主债权合同签订日期' : '抵押合同签订日期'}
                  hint="不晚于今天"
                >
                  <Input
                    type="date"
                    style={{ width: 180 }}
                    max={today()}
                    value={draft[key] ?? ''}
                    readOnly={readOnly}
                    onChange={(event) => onChange({ [key]: event.target.value })}
                  />
                </Field>
              ))}
            </div>
            <Note {...props} label="备注（可不填）" />
          </div>
        </section>
        <Parties detail={detail} />
        <Register detail={detail} />
      </>
    );
  },
  build(_detail, draft) {
    const { loanSignedOn = '', mortgageSignedOn = '' } = draft;
    if (!loanSignedOn || !mortgageSignedOn) return missing('请填写两份合同的签订日期。');
    if (loanSignedOn > today() || mortgageSignedOn > today()) return missing('签订日期不能晚于今天。');
    return built({ elementId: 'ContractInfo', loanSignedOn, mortgageSignedOn, ...optional('note', draft.note) });
  },
  writes: (_detail, draft) => (
    <>
      确认信息表和登记簿给出的顺位（主债权合同 {draft.loanSignedOn}，抵押合同 {draft.mortgageSignedOn}
      签订），向每位签署人的手机发送签署链接，七天内签完。
    </>
  ),
};

export const bankCheck: Step = {
  Form: (props) => {
    const { detail } = props;
    const { data } = useQuery(bankCaseQuery(detail.case.caseNo));
    return (
      <>
        {detail.case.mortgage ? (
          <section className="panel">
            <div className="panel-head">
              <h2>主债权合同及抵押合同信息表</h2>
            </div>
            <div className="panel-body">
              <ContractInfoTable
                mortgage={detail.case.mortgage}
                loanNo={data?.loanNo ?? null}
                ranks={data?.ranks ?? []}
                signed={data?.contractInfo ?? null}
              />
            </div>
          </section>
        ) : (
          <section className="panel">
            <div className="panel-body">
              <p>
                注销抵押：贷款 <span className="code">{data?.loanNo}</span> 已结清，债权消灭证明号{' '}
                <span className="code">{data?.payoffProofNo ?? '—'}</span>（已向银行系统核对）。
              </p>
            </div>
          </section>
        )}
        {data && data.signerList.length > 0 ? <Signers list={data.signerList} /> : null}
        <Parties detail={detail} />
        <Register detail={detail} />
        <section className="panel">
          <div className="panel-body">
            <Note {...props} label="复核意见" placeholder="核对了什么，有什么要改" />
          </div>
        </section>
      </>
    );
  },
  build(_detail, draft, decision) {
    if (trimmed(draft.note) === '') return missing('请填写复核意见。');
    const checkDecision = decision.value === 'approve' ? 'approve' : decision.value === 'return' ? 'return' : 'drop';
    return built({ elementId: 'BankCheck', checkDecision, note: trimmed(draft.note) });
  },
  writes(_detail, draft, decision) {
    if (decision.value === 'approve') return <>提交登记机构：机器检查全部通过的自动受理，否则由登记窗口受理。</>;
    if (decision.value === 'return') return <>退回经办人修改，修改后全部签署人重新签署。意见：{draft.note}</>;
    return <>本行不再提交，业务按撤回结束，出具《撤回登记申请确认书》。</>;
  },
};

export const confirmRank: Step = {
  Form: (props) => {
    const { detail } = props;
    const { data } = useQuery(bankCaseQuery(detail.case.caseNo));
    return (
      <>
        <section className="panel">
          <div className="panel-head">
            <h2>顺位变化</h2>
          </div>
          <div className="panel-body">
            {(data?.ranks ?? []).map((rank) => (
              <p key={rank.unitCode} className="note note-near" role="alert">
                单元 <span className="code">{rank.unitCode}</span>：本行确认的是第 {rank.confirmed}{' '}
                顺位，另一抵押权先登簿，现在是 <strong>第 {rank.now} 顺位</strong>。
              </p>
            ))}
          </div>
        </section>
        <Register detail={detail} />
        <CaseFacts detail={detail.case} />
        <section className="panel">
          <div className="panel-body">
            <Note {...props} label="说明" placeholder="谁决定接受或不接受" />
          </div>
        </section>
      </>
    );
  },
  build(_detail, draft, decision) {
    if (trimmed(draft.note) === '') return missing('请写明说明。');
    return built({
      elementId: 'ConfirmRank',
      rankDecision: decision.value === 'confirm' ? 'confirm' : 'withdraw',
      note: trimmed(draft.note),
    });
  },
  writes: (_detail, _draft, decision) =>
    decision.value === 'confirm' ? (
      <>接受新的顺位，恢复计时，由审核人复审后登簿。</>
    ) : (
      <>不接受新的顺位，本次申请撤回，登记簿不变。</>
    ),
};
