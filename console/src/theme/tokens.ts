/**
 * The product's colours, once. One accent, the water blue; everything else is a cool neutral.
 * Categorical pairs differ in lightness as well as in hue, so they hold for colour-blind readers
 * and in print; up and down are told by arrow and word, never by colour alone.
 */
export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly water: string;
  readonly waterText: string;
  readonly waterSoft: string;
  readonly band: string;
  readonly loss: string;
  readonly warn: string;
  readonly warnSoft: string;
  readonly onWater: string;
  /** Same meaning, same colour, on every screen. */
  readonly series: readonly [string, string, string, string, string];
  /** Light to dark in light mode, dark to light in dark mode; nine steps. */
  readonly scale: readonly string[];
}

export const light: Palette = {
  ground: '#f4f7f8',
  surface: '#ffffff',
  raised: '#ffffff',
  line: '#e1e8eb',
  lineStrong: '#c3cfd5',
  text: '#13242d',
  muted: '#4d616c',
  faint: '#5f727c',
  water: '#0b6e99',
  waterText: '#0a6288',
  waterSoft: '#e3f1f7',
  band: 'rgba(11,110,153,.14)',
  loss: '#a8481d',
  warn: '#8a5a00',
  warnSoft: '#fdf3dc',
  onWater: '#ffffff',
  series: ['#0b6e99', '#d08a2e', '#5b6f7a', '#7a4f9a', '#2f8a63'],
  scale: ['#f0f7fa', '#d9ecf4', '#bcdeec', '#97cce1', '#6bb5d2', '#3f9bc0', '#1a7a9f', '#0b648b', '#084a68'],
};

export const dark: Palette = {
  ground: '#0e161b',
  surface: '#152027',
  raised: '#1b2830',
  line: '#26353e',
  lineStrong: '#3a4c57',
  text: '#e4edf1',
  muted: '#a3b5bf',
  faint: '#8fa2ad',
  water: '#4fb3dd',
  waterText: '#73c5e8',
  waterSoft: '#173444',
  band: 'rgba(79,179,221,.2)',
  loss: '#f0986b',
  warn: '#e8bd62',
  warnSoft: '#33290f',
  onWater: '#06202c',
  series: ['#4fb3dd', '#e0a458', '#8fa2ad', '#b592d6', '#6cc39a'],
  scale: ['#172a35', '#193a4a', '#1b4b61', '#1e5e7a', '#247594', '#2f8eb2', '#4ca7ca', '#7cc3de', '#b5dfef'],
};

export const palettes = { light, dark } as const;
export type Mode = keyof typeof palettes;

/** Latin faces first: in a CJK face, apostrophes and dots are as wide as a character. */
export const FONT =
  '"Inter",-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
