import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import {
  type HousingCountTerms,
  type Item,
  RULE_PROFILES,
  type RuleForm,
  type RuleProposalRequest,
  type RuleScope,
  type RuleView,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { Titled } from '../../components/titled.tsx';
import { nextDay } from '../../lib/format.ts';
import { HousingField } from './housing-field.tsx';

interface Props {
  rule: RuleView;
  items: readonly Item[];
  today: string;
  onClose: () => void;
}

/** The new value, from when, on what ground and why. */
export function ProposeDialog({ rule, items, today, onClose }: Props) {
  const [proposalKey] = useState(() => crypto.randomUUID());
  const [profile, setProfile] = useState<RuleScope>(rule.perProfile ? 'current' : '*');
  const current = rule.inForce.find((row) => row.profile === profile)?.value;
  const [value, setValue] = useState<unknown>(current);
  const [validFrom, setValidFrom] = useState(nextDay(today));
  const [validTo, setValidTo] = useState('');
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const { message } = App.useApp();
  const propose = useMutation({
    mutationFn: (body: RuleProposalRequest) => api('/api/rules/proposals', { method: 'POST', body }),
    onSuccess: async () => {
      message.success('已提出，等待另一位管理员审批');
      onClose();
      await client.invalidateQueries({ queryKey: ['rules'] });
    },
  });
  const send = () =>
    propose.mutate({
      proposalKey,
      name: rule.name,
      profile,
      value,
      validFrom,
      validTo: validTo === '' ? null : validTo,
      source,
      reason,
    });
  return (
    <Modal
      open
      title={`提出变更：${rule.title}`}
      okText="提出变更"
      cancelText="取消"
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={send}
    >
      <p className="muted">{rule.help}</p>
      <div className="change-form">
        {rule.perProfile ? (
          <Radio.Group
            aria-label="规则版本"
            value={profile}
            options={(['current', '2019'] as const).map((scope) => ({ value: scope, label: RULE_PROFILES[scope] }))}
            onChange={(event) => {
              setProfile(event.target.value as RuleScope);
              setValue(rule.inForce.find((row) => row.profile === event.target.value)?.value);
            }}
          />
        ) : null}
        <Titled title="新的值">
          <ValueField form={rule.form} value={value} items={items} onChange={setValue} />
        </Titled>
        <Titled title={`生效日期（${rule.governedBy}在这一天及以后的适用）`}>
          <Input
            type="date"
            aria-label="生效日期"
            min={nextDay(today)}
            value={validFrom}
            onChange={(event) => setValidFrom(event.target.value)}
          />
        </Titled>
        <Titled title="最后一天（长期有效的不填）">
          <Input
            type="date"
            aria-label="最后一天"
            min={validFrom}
            value={validTo}
            onChange={(event) => setValidTo(event.target.value)}
          />
        </Titled>
        <Titled title="依据（文件名称、文号）">
          <Input aria-label="依据" maxLength={500} value={source} onChange={(event) => setSource(event.target.value)} />
        </Titled>
        <Titled title="变更理由">
          <Input.TextArea
            aria-label="变更理由"
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Titled>
      </div>
      {propose.error ? <Problem error={propose.error} /> : null}
    </Modal>
  );
}

interface FieldProps {
  form: RuleForm;
  value: unknown;
  items: readonly Item[];
  onChange: (value: unknown) => void;
}

function ValueField({ form, value, items, onChange }: FieldProps) {
  switch (form.kind) {
    case 'boolean':
      return (
        <Radio.Group
          aria-label="新的值"
          value={value}
          options={[
            { value: true, label: form.yes },
            { value: false, label: form.no },
          ]}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'integer':
      return (
        <InputNumber
          aria-label="新的值"
          style={{ width: '100%' }}
          min={form.min}
          max={form.max}
          precision={0}
          suffix={form.unit}
          value={value as number}
          onChange={onChange}
        />
      );
    case 'day':
      return (
        <Input
          type="date"
          aria-label="新的值"
          value={value as string}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'choice':
      return (
        <Radio.Group
          aria-label="新的值"
          value={value}
          options={form.options}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'items':
      return (
        <Select
          aria-label="新的值"
          mode="multiple"
          style={{ width: '100%' }}
          value={value as string[]}
          options={items.map((item) => ({ value: item.code, label: `${item.code} ${item.name}` }))}
          optionFilterProp="label"
          onChange={onChange}
        />
      );
    case 'housing':
      return <HousingField value={value as HousingCountTerms} onChange={onChange} />;
  }
}
