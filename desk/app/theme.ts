import type { ThemeConfig } from 'antd';

/** System Chinese fonts only: no font is downloaded to an office PC. */
export const fontFamily =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', sans-serif";

/** One calm look: white and light grey, one blue for actions. Greys are chosen for a contrast of at least 4.5:1 on white. */
export const theme: ThemeConfig = {
  cssVar: {},
  token: {
    fontFamily,
    fontSize: 14,
    colorPrimary: '#1554ad',
    colorLink: '#1554ad',
    colorInfo: '#1554ad',
    colorSuccess: '#1b7a3d',
    colorWarning: '#9a5b00',
    colorError: '#b42318',
    colorText: '#1d232b',
    colorTextSecondary: '#434b57',
    colorTextTertiary: '#565f6c',
    colorTextQuaternary: '#667080',
    colorTextPlaceholder: '#667080',
    colorTextDescription: '#565f6c',
    colorTextDisabled: '#667080',
    colorBorder: '#c3cad4',
    colorBorderSecondary: '#e1e5ea',
    colorBgLayout: '#f2f4f7',
    borderRadius: 4,
    controlHeight: 34,
    motionDurationMid: '0.1s',
    motionDurationSlow: '0.15s',
    // WCAG 2.1, 2.3.3: nothing moves for people who have asked their system for that.
    motion: !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
  },
  components: {
    Form: { itemMarginBottom: 16, labelColor: '#434b57' },
    Descriptions: { labelBg: '#f6f8fa' },
  },
};
