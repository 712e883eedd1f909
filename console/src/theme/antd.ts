import { theme as antd, type ThemeConfig } from 'antd';
import { FONT, type Mode, palettes } from './tokens.ts';

/** antd in the product's clothes: quiet surfaces, hairlines instead of shadows, square-ish corners. */
export function antdTheme(mode: Mode): ThemeConfig {
  const p = palettes[mode];
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: p.water,
      // antd's own are paler than the accent: white words on them fall below a contrast of 4.5.
      colorPrimaryHover: p.waterText,
      colorPrimaryActive: p.waterText,
      colorInfo: p.water,
      colorLink: p.waterText,
      colorError: p.loss,
      colorWarning: p.warn,
      colorSuccess: p.water,
      colorText: p.text,
      colorTextSecondary: p.muted,
      colorTextTertiary: p.faint,
      colorTextDescription: p.muted,
      colorTextPlaceholder: p.faint,
      colorTextLightSolid: p.onWater,
      colorBgLayout: p.ground,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      borderRadius: 5,
      borderRadiusLG: 7,
      controlHeight: 32,
      fontFamily: FONT,
      fontSize: 14,
      wireframe: false,
      boxShadow: '0 6px 24px rgba(9,30,42,.14)',
      boxShadowSecondary: '0 6px 24px rgba(9,30,42,.14)',
    },
    components: {
      Table: {
        headerBg: 'transparent',
        headerColor: p.muted,
        headerSplitColor: 'transparent',
        headerSortActiveBg: 'transparent',
        headerSortHoverBg: p.waterSoft,
        bodySortBg: 'transparent',
        rowHoverBg: p.waterSoft,
        borderColor: p.line,
        cellPaddingBlock: 9,
        cellPaddingInline: 12,
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
      Tooltip: { colorBgSpotlight: mode === 'dark' ? '#2b3b45' : '#13242d', colorTextLightSolid: '#fff' },
    },
  };
}
