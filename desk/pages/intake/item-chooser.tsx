import type { Item } from '../../../server/api/index.ts';

const order = [
  '买卖过户',
  '家庭内过户',
  '抵押',
  '预告',
  '首次登记',
  '证书内容有变化',
  '居住权与地役权',
  '凭法律文书过户',
  '注销',
  '土地',
];

/** The item by what happened, in a citizen's words; its code and official name stand beside. */
export function ItemChooser({
  items,
  chosen,
  onChoose,
}: {
  items: Item[];
  chosen: string | undefined;
  onChoose: (code: string) => void;
}) {
  const open = items.filter((item) => item.enabled);
  const groups = [...new Set([...order, ...open.map((item) => item.group)])];
  return (
    <fieldset className="item-groups">
      <legend className="visually-hidden">登记事项</legend>
      {groups.map((group) => {
        const own = open.filter((item) => item.group === group);
        if (own.length === 0) return null;
        return (
          <div key={group} className="item-group">
            <h3>{group}</h3>
            <div className="switches">
              {own.map((item) => (
                <button
                  key={item.code}
                  type="button"
                  className="choice"
                  title={item.name}
                  aria-pressed={item.code === chosen}
                  onClick={() => onChoose(item.code)}
                >
                  {item.situation} <span className="muted code">{item.code}</span>
                </button>
              ))}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Which of the item's operations, and what is applied for together with it. */
export function OperationChooser({
  item,
  items,
  operation,
  combined,
  onOperation,
  onCombined,
}: {
  item: Item;
  items: Item[];
  operation: string;
  combined: string[];
  onOperation: (code: string) => void;
  onCombined: (codes: string[]) => void;
}) {
  if (item.operations.length < 2 && item.combinesWith.length === 0) return null;
  const toggle = (code: string) => {
    const rest = combined.filter((one) => one !== code);
    // One new mortgage at most: choosing the other kind replaces it.
    const newMortgage = (one: string) => one === 'BDC-17' || one === 'BDC-18';
    if (combined.includes(code)) onCombined(rest);
    else onCombined([...(newMortgage(code) ? rest.filter((one) => !newMortgage(one)) : rest), code]);
  };
  return (
    <div className="panel-body" style={{ paddingBottom: 0 }}>
      {item.operations.length > 1 ? (
        <fieldset className="switches plain-group">
          <legend className="visually-hidden">办理内容</legend>
          <span className="muted">办理内容</span>
          {item.operations.map((one) => (
            <button
              key={one.code}
              type="button"
              className="choice"
              aria-pressed={one.code === operation}
              onClick={() => onOperation(one.code)}
            >
              {one.name}
            </button>
          ))}
        </fieldset>
      ) : null}
      {item.combinesWith.length > 0 ? (
        <fieldset className="switches plain-group" style={{ marginTop: 8 }}>
          <legend className="visually-hidden">合并办理</legend>
          <span className="muted">同时办理（一次登簿）</span>
          {item.combinesWith.map((code) => (
            <button
              key={code}
              type="button"
              className="choice"
              aria-pressed={combined.includes(code)}
              onClick={() => toggle(code)}
            >
              {items.find((one) => one.code === code)?.name ?? code} <span className="muted">{code}</span>
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
