import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <ConfigProvider
    locale={zhCN}
    button={{ autoInsertSpace: false }}
    theme={{
      cssVar: {},
      token: {
        colorPrimary: '#1554ad',
        colorTextPlaceholder: '#667080',
        colorTextDisabled: '#667080',
        borderRadius: 4,
        // WCAG 2.1, 2.3.3, as on the desk.
        motion: !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
        fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      },
    }}
  >
    <App />
  </ConfigProvider>,
);
