import { expect, test } from 'vitest';
import { NAV } from '../../console/src/app/nav.ts';
import { PATIENCE, type Stage } from './harness.ts';

const pages = (role: 'operator' | 'merchant' | 'industry_operator') =>
  NAV.flatMap((g) => g.items)
    .filter((item) => item.roles.includes(role))
    .map((item) => item.to);

/** Every screen of the rail: in Chinese in the dark, on a phone, and the weight of the first one. */
export function sweep(cx: Stage): void {
  for (const [who, role] of [
    ['operator', 'operator'],
    ['industry', 'industry_operator'],
    ['brand', 'merchant'],
  ] as const)
    test(
      `every screen of ${who}, in Chinese and in the dark: sound, its title in Chinese`,
      async () => {
        const v = await cx.visit(who, { locale: 'zh-CN', dark: true });
        for (const path of pages(role)) {
          await v.go(path);
          await v.shot(`${who}${path.replaceAll('/', '-')}-zh-dark`);
          expect([path, await v.axe()]).toEqual([path, []]);
          expect([path, await v.page.locator('main h1').textContent()]).toEqual([
            path,
            expect.stringMatching(/\p{Script=Han}/u),
          ]);
        }
        expect(v.faults).toEqual([]);
      },
      PATIENCE,
    );

  test(
    'every screen fits a phone: nothing is wider than it',
    async () => {
      const v = await cx.visit('operator', { width: 390 });
      for (const path of pages('operator')) {
        await v.go(path);
        await v.shot(`phone${path.replaceAll('/', '-')}`);
        const over = await v.page.evaluate(() =>
          Math.max(0, document.documentElement.scrollWidth - innerWidth),
        );
        expect([path, over]).toEqual([path, 0]);
      }
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'the first screen loads at most 300 KB of compressed script, and does not move when its numbers come',
    async () => {
      const v = await cx.visit('operator');
      await v.page.addInitScript(() => {
        const seen = globalThis as unknown as { shift: number };
        seen.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await v.go('/');
      const { bytes, shift, asked } = await v.page.evaluate(() => ({
        bytes: performance
          .getEntriesByType('resource')
          .filter((r) => new URL(r.name).pathname.endsWith('.js'))
          .reduce((sum, r) => sum + (r as PerformanceResourceTiming).encodedBodySize, 0),
        shift: (globalThis as unknown as { shift: number }).shift,
        asked: performance
          .getEntriesByType('resource')
          .map((r) => new URL(r.name).pathname)
          .filter((path) => path.startsWith('/v1/'))
          .sort(),
      }));
      console.log(`first load: ${Math.round(bytes / 1024)} KB of script, layout shift ${shift.toFixed(3)}`);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(300 * 1024);
      expect(shift).toBe(0);
      // What the page named ahead is what the script asks for: each once.
      expect(asked).toEqual(['/v1/flows', '/v1/me', '/v1/status']);
    },
    PATIENCE,
  );
}
