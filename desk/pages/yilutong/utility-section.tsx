import { Checkbox, Input } from 'antd';
import { UTILITY_SERVICES, type UtilityService } from '../../../server/api/index.ts';
import { METERED, SERVICES, type UtilityForm } from './utility-form.ts';

/** 一路通: the same form asks for the services that are transferred after 登簿; none of it can stop the registration. */
export function UtilitySection({ form, onChange }: { form: UtilityForm; onChange: (form: UtilityForm) => void }) {
  const set = (part: Partial<UtilityForm>) => onChange({ ...form, ...part });
  const choose = (service: UtilityService, on: boolean) => {
    const { [service]: _dropped, ...others } = form.services;
    set({ services: on ? { ...form.services, [service]: { accountNo: '', reading: '' } } : others });
  };
  const type = (service: UtilityService, part: { accountNo?: string; reading?: string }) =>
    set({
      services: { ...form.services, [service]: { accountNo: '', reading: '', ...form.services[service], ...part } },
    });
  return (
    <>
      <Checkbox checked={form.on} onChange={(event) => set({ on: event.target.checked })}>
        一路通办理：登簿后自动过户水、电、燃气、数字电视、宽带，并告知户籍部门
      </Checkbox>
      {form.on ? (
        <>
          <p className="muted" style={{ margin: '8px 0' }}>
            勾选即表示买卖双方同意把过户所需信息提供给该单位。户号不知道的可以空着，不影响登记和领证，登簿后在手机上补填。
          </p>
          <table className="grid" aria-label="公用事业过户">
            <thead>
              <tr>
                <th>服务</th>
                <th>户号（可不填）</th>
                <th>表底数</th>
              </tr>
            </thead>
            <tbody>
              {SERVICES.map((service) => {
                const typed = form.services[service];
                const name = UTILITY_SERVICES[service];
                return (
                  <tr key={service}>
                    <td>
                      <Checkbox
                        checked={typed !== undefined}
                        onChange={(event) => choose(service, event.target.checked)}
                        aria-label={`${name}过户`}
                      >
                        {name}
                      </Checkbox>
                    </td>
                    <td>
                      <Input
                        aria-label={`${name}户号`}
                        value={typed?.accountNo ?? ''}
                        disabled={!typed}
                        maxLength={30}
                        style={{ maxWidth: 260 }}
                        onChange={(event) => type(service, { accountNo: event.target.value })}
                      />
                    </td>
                    <td>
                      {METERED.has(service) ? (
                        <Input
                          aria-label={`${name}表底数`}
                          value={typed?.reading ?? ''}
                          disabled={!typed}
                          inputMode="decimal"
                          style={{ maxWidth: 140 }}
                          onChange={(event) => type(service, { reading: event.target.value })}
                        />
                      ) : (
                        <span className="muted">不需要</span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <div style={{ marginTop: 10, display: 'flex', gap: 20, flexWrap: 'wrap' }}>
            <Checkbox checked={form.hukou} onChange={(event) => set({ hukou: event.target.checked })}>
              告知户籍部门
            </Checkbox>
            <Checkbox
              checked={form.movedOut}
              disabled={!form.hukou}
              onChange={(event) => set({ movedOut: event.target.checked })}
            >
              卖方户口已迁出
            </Checkbox>
            <Checkbox
              checked={form.moveIn}
              disabled={!form.hukou}
              onChange={(event) => set({ moveIn: event.target.checked })}
            >
              买方要迁入户口
            </Checkbox>
          </div>
        </>
      ) : null}
    </>
  );
}
