import { Button, Radio, Select } from 'antd';
import {
  DISTRICTS,
  HOUSING_COUNT_WORDS,
  type HousingCountTerms,
  UNIT_USES,
  type UnitUse,
} from '../../../server/api/index.ts';
import { Titled } from '../../components/titled.tsx';

interface Props {
  value: HousingCountTerms;
  onChange: (value: HousingCountTerms) => void;
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const homes = options(UNIT_USES).filter(({ value }) => value !== 'common');
const choices = [
  ['countCautions', '预告登记的住房'],
  ['minorShares', '只有未成年子女份额的住房'],
  ['expropriated', '已作出征收决定的住房'],
] as const;

/** 住房套次统计口径: every part of the terms by itself, all of them one version. */
export function HousingField({ value, onChange }: Props) {
  const set = (part: Partial<HousingCountTerms>) => onChange({ ...value, ...part });
  return (
    <>
      <Radio.Group
        aria-label="统计范围"
        value={value.region}
        options={options(HOUSING_COUNT_WORDS.region)}
        onChange={({ target }) =>
          set({ region: target.value, districtGroups: target.value === 'city' ? [] : value.districtGroups })
        }
      />
      {value.region === 'district_group' ? (
        <DistrictGroups groups={value.districtGroups} onChange={(districtGroups) => set({ districtGroups })} />
      ) : null}
      <Titled title="计入套次的用途">
        <Select
          aria-label="计入套次的用途"
          mode="multiple"
          style={{ width: '100%' }}
          value={value.uses}
          options={homes}
          onChange={(uses: UnitUse[]) => set({ uses })}
        />
      </Titled>
      {choices.map(([key, title]) => (
        <Titled key={key} title={title}>
          <Radio.Group
            aria-label={title}
            value={value[key]}
            options={options(HOUSING_COUNT_WORDS[key])}
            onChange={({ target }) => set({ [key]: target.value })}
          />
        </Titled>
      ))}
    </>
  );
}

/** Districts that count as one; a district in no group is its own. */
function DistrictGroups({ groups, onChange }: { groups: string[][]; onChange: (groups: string[][]) => void }) {
  return (
    <>
      {groups.map((group, i) => (
        <div key={i} style={{ display: 'flex', gap: 8, marginTop: 6 }}>
          <Select
            aria-label={`合并统计的区 第${i + 1}组`}
            mode="multiple"
            style={{ flex: 1 }}
            value={group}
            options={options(DISTRICTS)}
            onChange={(codes: string[]) => onChange(groups.map((one, at) => (at === i ? codes : one)))}
          />
          <Button onClick={() => onChange(groups.filter((_, at) => at !== i))}>删除</Button>
        </div>
      ))}
      <Button style={{ marginTop: 6 }} onClick={() => onChange([...groups, []])}>
        增加一组合并统计的区
      </Button>
    </>
  );
}
