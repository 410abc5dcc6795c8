import { Input } from 'antd';
import { BeforeAfter } from '../../../components/before-after.tsx';
import { PartyTable } from '../../../components/party-table.tsx';
import { Reviews } from '../../../components/reviews.tsx';
import { formatFen, parseYuan } from '../../../lib/format.ts';
import { CaseFacts } from '../case-facts.tsx';
import { Field, Note, Opinion } from './fields.tsx';
import { HousingDoubts } from './housing-doubts.tsx';
import { built, type Draft, missing, optional, type Step, type StepFormProps, trimmed } from './step.ts';

/** Steps where a person writes what was done about a problem; each has its own words. */

const needNote = (draft: Draft): string => trimmed(draft.note);

function Parties({ detail }: Pick<StepFormProps, 'detail'>) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>申请人</h2>
      </div>
      <PartyTable caseNo={detail.case.caseNo} parties={detail.case.partyList} canUnmask={detail.case.actions.unmask} />
    </section>
  );
}

/** 人工核验身份, when the police's service does not match or does not answer. */
export const manualIdentity: Step = {
  Form: (props) => (
    <>
      <Parties detail={props.detail} />
      <section className="panel">
        <div className="panel-body">
          <Note {...props} label="核验情况" placeholder="如何核验的：当面比对证件、电话核实等" />
        </div>
      </section>
    </>
  ),
  build(_detail, draft, decision) {
    if (!needNote(draft)) return missing('请写明如何核验的身份。');
    return built({
      elementId: 'ManualIdentity',
      identityDecision: decision.value === 'reject' ? 'reject' : 'ok',
      note: needNote(draft),
    });
  },
  writes: (_detail, draft, decision) =>
    decision.value === 'reject' ? (
      <>身份核验不通过，将出具《不予受理通知书》。</>
    ) : (
      <>人工核验通过，继续收件。核验情况：{draft.note}</>
    ),
};

/** 更正网签合同. */
export const fixContract: Step = {
  Form: (props) => (
    <>
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Field label="更正后的网签合同号" hint="由住建部门在其系统内更正的，可不填。">
            <Input
              style={{ maxWidth: 360 }}
              value={props.draft.contractNo ?? ''}
              readOnly={props.readOnly}
              maxLength={40}
              onChange={(event) => props.onChange({ contractNo: event.target.value })}
            />
          </Field>
          <Note {...props} label="处理情况" />
        </div>
      </section>
    </>
  ),
  build: (_detail, draft) =>
    needNote(draft)
      ? built({ elementId: 'FixContract', note: needNote(draft), ...optional('contractNo', draft.contractNo) })
      : missing('请写明处理情况。'),
  writes: () => <>将重新向住建部门核验备案，恢复计时。</>,
};

function NotedForm(props: StepFormProps) {
  return (
    <>
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Note {...props} label="处理情况" placeholder="查明的原因、联系了谁、如何解决" />
        </div>
      </section>
    </>
  );
}

type Noted = 'TaxProblem' | 'PaymentProblem' | 'SealProblem' | 'StatutoryGuard';
const noted = (elementId: Noted, then: string): Step => ({
  Form: NotedForm,
  build: (_detail, draft) =>
    needNote(draft) ? built({ elementId, note: needNote(draft) }) : missing('请写明处理情况。'),
  writes: () => then,
});

export const taxProblem = noted('TaxProblem', '将重新向税务部门核定或核验完税。');
export const paymentProblem = noted('PaymentProblem', '将重新开出缴费单。');
export const sealProblem = noted('SealProblem', '将重新加盖电子印章。');
export const statutoryGuard = noted('StatutoryGuard', '督办情况存入案卷；业务继续办理，不受影响。');

const taxes = [
  ['deedTaxFen', '契税'],
  ['vatFen', '增值税'],
  ['surchargesFen', '附加税费'],
  ['incomeTaxFen', '个人所得税'],
] as const;

/** 人工核定: no rate of the tables fits. */
export const manualAssessment: Step = {
  Form: (props) => (
    <>
      <CaseFacts detail={props.detail.case} />
      <HousingDoubts caseNo={props.detail.case.caseNo} />
      <section className="panel">
        <div className="panel-body">
          {taxes.map(([key, label]) => {
            const typed = props.draft.amounts?.[key] ?? '';
            const fen = parseYuan(typed);
            return (
              <Field
                key={key}
                label={`${label}（元）`}
                hint={typed === '' ? '' : fen === null ? '请填写金额，最多两位小数' : formatFen(fen)}
              >
                <Input
                  style={{ maxWidth: 240 }}
                  inputMode="decimal"
                  value={typed}
                  readOnly={props.readOnly}
                  onChange={(event) =>
                    props.onChange({ amounts: { ...props.draft.amounts, [key]: event.target.value } })
                  }
                />
              </Field>
            );
          })}
          <Note {...props} label="核定依据" />
        </div>
      </section>
    </>
  ),
  build(_detail, draft) {
    const [deedTaxFen, vatFen, surchargesFen, incomeTaxFen] = taxes.map(([key]) =>
      parseYuan(draft.amounts?.[key] ?? ''),
    );
    if (deedTaxFen == null || vatFen == null || surchargesFen == null || incomeTaxFen == null)
      return missing('四项税费都要填写，不征的填 0。');
    if (!needNote(draft)) return missing('请写明核定依据。');
    return built({
      elementId: 'ManualAssessment',
      deedTaxFen,
      vatFen,
      surchargesFen,
      incomeTaxFen,
      note: needNote(draft),
    });
  },
  writes(_detail, draft) {
    const total = taxes.reduce((sum, [key]) => sum + (parseYuan(draft.amounts?.[key] ?? '') ?? 0), 0);
    return <>按人工核定的税费合计 {formatFen(total)} 通知申请人缴纳。</>;
  },
};

/** 督办确认不予登记. */
export const confirmRefusal: Step = {
  Form: (props) => (
    <>
      <Reviews reviews={props.detail.case.reviews} />
      <CaseFacts detail={props.detail.case} />
      <Parties detail={props.detail} />
      <section className="panel">
        <div className="panel-body">
          <Opinion {...props} phrases={['确认不予登记。', '理由不充分，退回重新审核。']} label="督办意见" />
        </div>
      </section>
    </>
  ),
  build(_detail, draft, decision) {
    if (trimmed(draft.opinion) === '') return missing('请填写督办意见。');
    return built({
      elementId: 'ConfirmRefusal',
      refusalDecision: decision.value === 'reject' ? 'reject' : 'confirm',
      opinion: trimmed(draft.opinion),
    });
  },
  writes: (_detail, _draft, decision) =>
    decision.value === 'reject' ? (
      <>退回重新审核，继续办理。</>
    ) : (
      <>将出具《不予登记决定书》，撤销已备案的合同，退还已缴税费，本件办结。</>
    ),
};

/** 查封中断的确认. */
export const confirmSuperseded: Step = {
  Form: (props) => (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>登记簿上的查封</h2>
        </div>
        <div className="panel-body">
          <BeforeAfter preview={props.detail.register} onlyBefore />
        </div>
      </section>
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Opinion {...props} phrases={['该不动产已被查封，依法不予登记。']} />
        </div>
      </section>
    </>
  ),
  build: (_detail, draft) =>
    trimmed(draft.opinion) === ''
      ? missing('请填写意见。')
      : built({ elementId: 'ConfirmSuperseded', opinion: trimmed(draft.opinion) }),
  writes: () => <>将出具《不予登记决定书》（因查封），撤销已备案的合同，退还已缴税费，本件办结。</>,
};
