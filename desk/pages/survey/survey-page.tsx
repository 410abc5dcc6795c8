import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  type FieldError,
  SURVEY_KINDS,
  type Survey,
  type SurveyKind,
  type SurveyRecorded,
  UNIT_USES,
  type UnitUse,
} from '../../../server/api/index.ts';
import { ApiProblem, api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatUnitCode } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { Labelled } from '../intake/labelled.tsx';
import { readRows, SURVEY_COLUMNS } from './survey-rows.ts';

const fields = {
  surveyNo: '成果编号',
  parcelCode: '宗地代码（19位）',
  surveyor: '测绘单位',
  surveyedOn: '测绘日期',
  location: '宗地坐落',
  area: '宗地面积（㎡）',
  landUse: '土地用途',
  landNature: '权利性质',
  buildingNo: '幢号（4位）',
  projectName: '项目名称',
  structure: '房屋结构',
  totalFloors: '总层数',
} as const;
type Field = keyof typeof fields;
const head: Field[] = ['surveyNo', 'parcelCode', 'surveyor', 'surveyedOn'];
const ofParcel: Field[] = ['location', 'area', 'landUse', 'landNature'];
const ofBuilding: Field[] = ['buildingNo', 'projectName', 'structure', 'totalFloors'];

/** What land as such may be registered for; parking, storage and shared parts are uses of a building's units. */
const LAND_USES: readonly UnitUse[] = ['residential', 'commercial', 'office', 'industrial'];

const empty = Object.fromEntries(Object.keys(fields).map((key) => [key, ''])) as Record<Field, string>;

/** 权籍调查成果入库: what surveyors deliver, before a first registration, a division or a merger is applied for. */
export default function SurveyPage() {
  const [kind, setKind] = useState<SurveyKind>('surveyed');
  const [typed, setTyped] = useState({ ...empty, surveyedOn: today() });
  const [use, setUse] = useState<UnitUse>('residential');
  const [table, setTable] = useState('');
  const client = useQueryClient();
  const rows = readRows(table);
  const wrong = rows.filter((row) => row.problem !== null);
  const asked = [...head, ...(kind === 'parcel' ? ofParcel : kind === 'partition' ? [] : ofBuilding)];
  const missing = asked.filter((key) => key !== 'projectName' && typed[key].trim() === '');
  const ready = missing.length === 0 && wrong.length === 0 && (kind === 'parcel' || rows.length > 0);
  const record = useMutation({
    mutationFn: (survey: Survey) => api<SurveyRecorded>('/api/surveys', { method: 'POST', body: survey }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['units'] }),
  });
  const problems =
    record.error instanceof ApiProblem ? ((record.error.problem.errors as FieldError[] | undefined) ?? []) : [];
  const set = (key: Field, value: string) => setTyped({ ...typed, [key]: value });
  return (
    <>
      <div className="page-head">
        <h1>权籍成果</h1>
        <span className="muted">首次登记、分割合并之前入库测绘成果；已登记的内容只随登簿变化</span>
      </div>
      <div className="steps">
        <Panel title="成果">
          <div className="fields">
            <Labelled label="成果种类">
              <Select
                aria-label="成果种类"
                style={{ width: '100%' }}
                value={kind}
                options={Object.entries(SURVEY_KINDS).map(([value, label]) => ({ value, label }))}
                onChange={(value: SurveyKind) => setKind(value)}
              />
            </Labelled>
            {asked.map((key) => (
              <Labelled key={key} label={fields[key]}>
                <Input
                  aria-label={fields[key]}
                  value={typed[key]}
                  maxLength={100}
                  onChange={(event) => set(key, event.target.value)}
                />
              </Labelled>
            ))}
            {kind === 'parcel' ? (
              <Labelled label="登记用途">
                <Select
                  aria-label="登记用途"
                  style={{ width: '100%' }}
                  value={use}
                  options={LAND_USES.map((value) => ({ value, label: UNIT_USES[value] }))}
                  onChange={(value: UnitUse) => setUse(value)}
                />
              </Labelled>
            ) : null}
          </div>
        </Panel>
        {kind === 'parcel' ? null : (
          <Panel title="户表">
            <p className="muted" style={{ marginBottom: 6 }}>
              从测绘成果的表格复制粘贴，每行一户，依次为：{SURVEY_COLUMNS.join('、')}。业主共有部分的用途填“共有”。
            </p>
            <Input.TextArea
              aria-label="户表"
              className="num"
              rows={8}
              value={table}
              onChange={(event) => setTable(event.target.value)}
            />
            {rows.length > 0 ? (
              <p className={wrong.length > 0 ? 'advice advice-bad' : 'advice advice-ok'} role="status">
                {wrong.length > 0 ? `✕ ${rows.length}行中有${wrong.length}行需要更正` : `✓ 读取${rows.length}户`}
              </p>
            ) : null}
            <ul>
              {wrong.slice(0, 10).map((row) => (
                <li key={row.line} className="advice advice-bad">
                  第{row.line}行：{row.problem}
                </li>
              ))}
            </ul>
          </Panel>
        )}
        {record.error ? <Problem error={record.error} /> : null}
        {problems.length > 0 ? (
          <ul className="note note-over">
            {problems.slice(0, 20).map((one) => (
              <li key={one.path + one.code}>{one.message}</li>
            ))}
          </ul>
        ) : null}
        {record.data ? <Recorded survey={record.data} kind={kind} parcelCode={typed.parcelCode.trim()} /> : null}
      </div>
      <div className="decision-bar">
        <span className="muted">
          {missing.length > 0 ? `还需填写：${missing.map((key) => fields[key]).join('、')}` : ''}
        </span>
        <span className="grow" />
        <Button
          type="primary"
          disabled={!ready}
          loading={record.isPending}
          onClick={() =>
            record.mutate(
              surveyOf(
                kind,
                typed,
                use,
                rows.flatMap((row) => row.unit ?? []),
              ),
            )
          }
        >
          入库
        </Button>
      </div>
    </>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}

function Recorded({ survey, kind, parcelCode }: { survey: SurveyRecorded; kind: SurveyKind; parcelCode: string }) {
  const first = kind === 'parcel' ? `${parcelCode}W00000000` : survey.newUnits[0];
  return (
    <p className="note note-ok" role="status">
      ✓ 成果 <span className="num">{survey.surveyNo}</span> 已入库
      {survey.newUnits.length > 0 ? `，新建${survey.newUnits.length}个未登记单元` : ''}。
      {first ? (
        <Link to="/intake" search={{ unit: first }}>
          受理 {formatUnitCode(first)}
        </Link>
      ) : (
        ' 受理时填写这个成果编号。'
      )}
    </p>
  );
}

function surveyOf(
  kind: SurveyKind,
  typed: Record<Field, string>,
  use: UnitUse,
  units: NonNullable<Survey['units']>,
): Survey {
  const text = (key: Field) => typed[key].trim();
  return {
    surveyNo: text('surveyNo'),
    kind,
    parcelCode: text('parcelCode').toUpperCase(),
    surveyor: text('surveyor'),
    surveyedOn: text('surveyedOn'),
    ...(kind === 'parcel'
      ? {
          parcel: {
            location: text('location'),
            area: Number(text('area')),
            landUse: text('landUse'),
            landNature: text('landNature'),
            use,
          },
        }
      : { units }),
    ...(kind === 'predicted' || kind === 'surveyed'
      ? {
          buildings: [
            {
              buildingNo: text('buildingNo'),
              structure: text('structure'),
              totalFloors: Number(text('totalFloors')),
              ...(text('projectName') ? { projectName: text('projectName') } : {}),
            },
          ],
        }
      : {}),
  };
}
