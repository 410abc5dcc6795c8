import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './app/query-client.ts';
import { createDeskRouter } from './app/router.tsx';
import { theme } from './app/theme.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/work.css';
import './styles/diagram.css';
import './styles/book.css';
import './styles/admin.css';
import './styles/hall.css';
import './styles/kiosk.css';
import './styles/slip.css';

dayjs.locale('zh-cn');
const client = createQueryClient();
const router = createDeskRouter(client);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
    <AntApp component={false} message={{ maxCount: 2 }}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </AntApp>
  </ConfigProvider>,
);
