import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type {
  Application,
  FieldError,
  FiledCase,
  IntakeDraft,
  Item,
  UnitCheck,
  UnitPage,
} from '../../../server/api/index.ts';
import { ApiProblem, api } from '../../api/http.ts';
import { intakeDraftQuery, itemsQuery, unitCheckQuery, unitQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatUnitCode } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { DRAFT_WORDS } from '../../lib/use-autosave.ts';
import { useHotkeys } from '../../lib/use-hotkeys.ts';
import { UtilitySection } from '../yilutong/utility-section.tsx';
import { ContentSection } from './content-section.tsx';
import { InquirySection } from './inquiry-section.tsx';
import { emptyForm, type IntakeForm, type ItemShape, newParty, type PartyForm, shapeOf } from './intake-form.ts';
import { ItemChooser, OperationChooser } from './item-chooser.tsx';
import { PartiesSection } from './parties-section.tsx';
import { RestoredDraft } from './restored-draft.tsx';
import { type Gap, toApplication } from './to-application.ts';
import { UnitFinder, UnitFound } from './unit-section.tsx';
import { restoredForm, useIntakeDraft } from './use-intake-draft.ts';

/** 受理: the unit first, then the item, then only what it needs. Filing leads to the list of materials. */
export default function IntakePage() {
  const { unit: unitCode = '', item: itemCode, legacy } = useSearch({ from: '/shell/intake' });
  const navigate = useNavigate();
  const items = useQuery(itemsQuery);
  const unit = useQuery({ ...unitQuery(unitCode), enabled: unitCode !== '' });
  const item = items.data?.items.find((one) => one.code === itemCode && one.enabled);
  const [chosenOperation, setOperation] = useState<string>();
  const draft = useQuery({
    ...intakeDraftQuery(unitCode, item?.code ?? ''),
    enabled: unit.data !== undefined && item !== undefined,
  });
  const offered = (code: unknown) => item?.operations.find((one) => one.code === code)?.code;
  const operation =
    offered(chosenOperation) ?? offered(draft.data?.draft?.content.operation) ?? item?.operations[0]?.code;
  const [givenUp, setGivenUp] = useState(0);
  const check = useQuery(unitCheckQuery(unit.data ? unitCode : '', item?.code ?? '', operation));
  const go = (search: { unit?: string; item?: string; legacy?: string }) =>
    void navigate({ to: '/intake', search, replace: true });
  return (
    <>
      <div className="page-head">
        <h1>受理</h1>
        <span className="muted">三合一申请：交易、税务、登记一次填报</span>
      </div>
      <div className="steps">
        <Step
          no={1}
          title="不动产"
          aside={
            unitCode ? (
              <button
                type="button"
                className="account"
                style={{ width: 'auto' }}
                onClick={() => go({ item: itemCode })}
              >
                换一个单元
              </button>
            ) : null
          }
        >
          {unitCode === '' ? (
            <UnitFinder onFound={(found, old) => go({ unit: found, item: itemCode, legacy: old })} />
          ) : null}
          {unitCode !== '' && unit.isPending ? <Loading what="正在读取登记簿" /> : null}
          {unit.error ? <Problem error={unit.error} onRetry={() => void unit.refetch()} /> : null}
          {unit.data && unitCode !== '' ? (
            <>
              {item ? (
                <div className="switches" style={{ marginBottom: 12 }}>
                  <strong>{item.situation}</strong>
                  <span className="muted">
                    {item.name} {item.code}
                  </span>
                  <button
                    type="button"
                    className="account"
                    style={{ width: 'auto' }}
                    onClick={() => go({ unit: unitCode, legacy })}
                  >
                    换一个事项
                  </button>
                </div>
              ) : (
                <ItemChooser
                  items={items.data?.items ?? []}
                  chosen={itemCode}
                  onChoose={(code) => go({ unit: unitCode, item: code, legacy })}
                />
              )}
              {items.error ? <Problem error={items.error} onRetry={() => void items.refetch()} /> : null}
              {legacy ? (
                <p className="note" style={{ marginBottom: 12 }}>
                  权属证书上的原江东区单元号 <span className="num">{formatUnitCode(legacy)}</span>{' '}
                  已核对为本单元，核对人随申请记入案卷。
                </p>
              ) : null}
              <UnitFound page={unit.data} item={item} check={check.data} />
              {check.error ? <Problem error={check.error} onRetry={() => void check.refetch()} /> : null}
            </>
          ) : null}
        </Step>
        {unit.data && item && draft.isPending ? <Loading what="正在读取草稿" /> : null}
        {unit.data && item && !draft.isPending ? (
          <ApplicationForm
            key={`${unitCode}-${item.code}-${operation ?? ''}-${givenUp}`}
            item={item}
            items={items.data?.items ?? []}
            page={unit.data}
            legacy={legacy}
            check={check.data}
            operation={operation}
            onOperation={setOperation}
            draft={draft.data?.draft ?? null}
            onGivenUp={() => setGivenUp((n) => n + 1)}
          />
        ) : null}
        {unit.data && !item ? <p className="note">请选择登记事项，然后填写申请内容。</p> : null}
      </div>
    </>
  );
}

function Step({
  no,
  title,
  aside,
  children,
  id,
}: {
  no: number;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="panel" id={id} aria-label={title}>
      <div className="panel-head">
        <span className="step-no" aria-hidden="true">
          {no}
        </span>
        <h2>{title}</h2>
        <span className="grow" />
        {aside}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}

interface FormProps {
  item: Item;
  items: Item[];
  page: UnitPage;
  /** Code of 江东 on the papers, confirmed as this unit. */
  legacy: string | undefined;
  check: UnitCheck | undefined;
  operation: string | undefined;
  onOperation: (code: string) => void;
  draft: IntakeDraft['draft'];
  onGivenUp: () => void;
}

function ApplicationForm({ item, items, page, legacy, check, operation, onOperation, draft, onGivenUp }: FormProps) {
  const [start] = useState(() => {
    const empty = emptyForm(item, items, page, today(), operation);
    const restored = draft && restoredForm(empty, draft.content);
    return { form: restored ?? empty, savedAt: restored && draft.savedAt };
  });
  const [form, setForm] = useState<IntakeForm>(start.form);
  const latest = useRef(form);
  const saving = useIntakeDraft(page.unit.unitCode, item.code);
  const [attempts, setAttempts] = useState(0);
  const navigate = useNavigate();
  const client = useQueryClient();
  const shape = shapeOf(item, items, form);
  const gapList = useRef<HTMLDivElement>(null);
  // Shown from the first attempt on, and then follows what is typed: a gap that was filled is gone at once.
  const converted = toApplication(form, shape, page, check, today());
  const gaps: Gap[] = attempts === 0 || converted.ok ? [] : converted.gaps;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls after every attempt, not while gaps are being filled
  useEffect(() => {
    gapList.current?.scrollIntoView({ block: 'center' });
  }, [attempts]);
  const change = (part: Partial<IntakeForm>) => {
    const next = { ...latest.current, ...part };
    // 共有方式 follows the number of buyers, so that nobody has to "select 单独所有".
    const buyers = next.parties.filter((party) => party.role === 'acquirer').length;
    if (next.combined !== latest.current.combined) next.parties = withLender(next.parties, shapeOf(item, items, next));
    if (buyers <= 1) next.ownershipMode = 'single';
    else if (next.ownershipMode === 'single') next.ownershipMode = 'joint';
    latest.current = next;
    setForm(next);
    // While it is being filed a draft could arrive after the filing, which has deleted it.
    if (!file.isPending) saving.keep(next);
  };
  const file = useMutation({
    mutationFn: async (application: Application) => {
      await saving.settle();
      return api<FiledCase>('/api/cases', {
        method: 'POST',
        body: application,
        idempotencyKey: application.applicationKey,
      });
    },
    onError: () => saving.keep(latest.current),
    onSuccess: async (filed) => {
      saving.end();
      void client.invalidateQueries({ queryKey: ['cases'] });
      await navigate({ to: '/intake/$caseNo', params: { caseNo: filed.caseNo } });
    },
  });
  const submit = () => {
    setAttempts((n) => n + 1);
    const legacyCodes = legacy ? { legacyCodes: [{ legacyCode: legacy, unitCode: page.unit.unitCode }] } : {};
    if (converted.ok) file.mutate({ ...converted.application, ...legacyCodes });
  };
  useHotkeys({ 'Alt+S': submit }, !file.isPending);
  const fieldErrors =
    file.error instanceof ApiProblem ? ((file.error.problem.errors as FieldError[] | undefined) ?? []) : [];
  return (
    <>
      {start.savedAt ? (
        <RestoredDraft savedAt={start.savedAt} onGiveUp={() => saving.giveUp().then(onGivenUp)} />
      ) : null}
      <OperationChooser
        item={item}
        items={items}
        operation={form.operation}
        combined={form.combined}
        onOperation={onOperation}
        onCombined={(combined) => change({ combined })}
      />
      <Step no={2} title="申请人" id="parties">
        <PartiesSection form={form} onChange={change} shape={shape} page={page} />
      </Step>
      <Step no={3} title="申请内容" id="content">
        <ContentSection form={form} onChange={change} shape={shape} page={page} check={check} />
      </Step>
      <Step no={4} title="询问与领证" id="inquiry">
        <InquirySection form={form} onChange={change} page={page} />
      </Step>
      {item.code === 'BDC-10' ? (
        <Step no={5} title="水电气与户籍（一路通）" id="utilities">
          <UtilitySection form={form.utilities} onChange={(utilities) => change({ utilities })} />
        </Step>
      ) : null}
      <Step no={item.code === 'BDC-10' ? 6 : 5} title="材料">
        <p className="muted" style={{ marginBottom: 6 }}>
          提交后系统核验身份、向各部门取共享材料，再在下一页逐项收件、上传扫描件。
        </p>
        <ul className="switches">
          {[item, ...items.filter((one) => form.combined.includes(one.code))]
            .flatMap((one) => one.materials)
            .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) === i)
            .map((material) => (
              <li key={material.id} className={`tag ${material.shared ? 'tag-ok' : 'tag-blue'}`}>
                {material.shared ? '共享获取' : '申请人提交'}：{material.name}
                {material.required ? '' : '（按需）'}
              </li>
            ))}
          <li className="tag">系统生成：登记申请书、询问记录</li>
          <li className="tag tag-blue">核验：身份证明</li>
        </ul>
      </Step>
      {gaps.length > 0 ? (
        <div className="note note-near" role="alert" ref={gapList}>
          <strong>还有 {gaps.length} 处需要填写或更正：</strong>
          <ul style={{ marginLeft: 18, listStyle: 'disc' }}>
            {gaps.map((one, index) => (
              <li key={index}>
                <a href={`#${one.section}`}>{one.message}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {file.error ? <Problem error={file.error} /> : null}
      {fieldErrors.length > 0 ? (
        <ul className="note note-over">
          {fieldErrors.map((one) => (
            <li key={one.path + one.code}>{one.message}</li>
          ))}
        </ul>
      ) : null}
      <div className="decision-bar">
        <span className="muted">
          {item.name} · {page.unit.location}
        </span>
        <span className="grow" />
        {draft ? (
          <span className={saving.state === 'failed' ? 'advice-bad' : 'muted'} role="status">
            {DRAFT_WORDS[saving.state]}
          </span>
        ) : null}
        <Button type="primary" loading={file.isPending} onClick={submit}>
          提交申请 <kbd>Alt S</kbd>
        </Button>
      </div>
    </>
  );
}

/** The lender's row comes and goes with what is applied for together. */
function withLender(parties: PartyForm[], shape: ItemShape): PartyForm[] {
  const lenders = parties.filter((party) => party.role === 'mortgagee');
  if (!shape.mortgagee) return parties.filter((party) => party.role !== 'mortgagee');
  return lenders.length > 0 ? parties : [...parties, newParty('mortgagee', 'company')];
}
