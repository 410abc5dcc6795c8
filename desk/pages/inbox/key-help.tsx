const keys: [string, string][] = [
  ['j', '下一件'],
  ['k', '上一件'],
  ['Enter', '打开选中的一件'],
  ['c', '签收选中的一件'],
  ['/', '查找'],
  ['?', '打开本说明'],
  ['Esc', '关闭说明，离开查找框'],
];

/** The keys of the inbox. None of them fires while an input method is composing. */
export function KeyHelp() {
  return (
    <dl className="key-list">
      {keys.map(([key, what]) => (
        <div key={key} style={{ display: 'contents' }}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
      <dt className="muted">办理页</dt>
      <dd className="muted">按 Alt 加按钮上标出的字母作出决定。输入法正在组字时所有按键都不起作用。</dd>
    </dl>
  );
}
