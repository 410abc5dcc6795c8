import type { ReactNode } from 'react';
import { type DemoAccounts, DISTRICTS, type DistrictCode, ROLES, type RoleName } from '../../../server/api/index.ts';

type Account = DemoAccounts['accounts'][number];

interface Props {
  demo: DemoAccounts;
  picked?: string;
  onPick: (account: string) => void;
  busy: boolean;
}

const districtCodes = Object.keys(DISTRICTS) as DistrictCode[];
const roleNames = Object.keys(ROLES) as RoleName[];

/** Accounts of the demo in groups: the centre by role and district, then banks, courts and everybody who works alone. */
export function DemoAccountList({ demo, picked, onPick, busy }: Props) {
  const having = (role: RoleName) => demo.accounts.filter((one) => one.roles.includes(role));
  const ofCentre = roleNames.filter((role) => having(role).some((one) => one.district !== null));
  const ofMany = (kind: 'bank' | 'court') =>
    roleNames.filter((role) => having(role).some((one) => one.organisation?.kind === kind));
  const alone = demo.accounts.filter(
    (one) => one.district === null && one.organisation?.kind !== 'bank' && one.organisation?.kind !== 'court',
  );
  const button = (one: Account | undefined, label: string) =>
    one ? (
      <button
        type="button"
        className="account"
        key={one.account}
        aria-pressed={picked === one.account}
        aria-label={one.organisation ? `${label} ${one.organisation.name} ${one.name}` : one.name}
        disabled={busy}
        title={one.account}
        onClick={() => onPick(one.account)}
      >
        {label}
      </button>
    ) : null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>演示账号</h2>
        <span className="muted">点选即登录；口令均为 {demo.password}</span>
      </div>
      <div className="panel-body scroll-x">
        <table className="accounts">
          <thead>
            <tr>
              <th scope="col">岗位</th>
              {districtCodes.map((code) => (
                <th key={code} scope="col" style={{ textAlign: 'center' }}>
                  {DISTRICTS[code]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ofCentre.map((role) => (
              <tr key={role}>
                <th scope="row">{ROLES[role]}</th>
                {districtCodes.map((code) => {
                  const one = having(role).find((account) => account.district === code);
                  return <td key={code}>{button(one, one?.name ?? '')}</td>;
                })}
              </tr>
            ))}
            {(['bank', 'court'] as const).flatMap(ofMany).map((role) => (
              <Row key={role} head={ROLES[role]}>
                {having(role).map((one) => button(one, shortOrganisation(one)))}
              </Row>
            ))}
            <Row head="全市">{alone.map((one) => button(one, one.name))}</Row>
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ head, children }: { head: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{head}</th>
      <td colSpan={districtCodes.length}>
        <div className="account-row">{children}</div>
      </td>
    </tr>
  );
}

/** 01 … 16 for banks, 海曙区 … for courts: sixteen full names in a row would be read by nobody. */
function shortOrganisation({ organisation, name }: Account): string {
  if (organisation?.kind === 'bank') return organisation.orgId.slice('BANK-'.length);
  return organisation?.name.replace('人民法院（演示）', '') ?? name;
}
