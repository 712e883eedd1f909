import type { Browser } from 'playwright-core';

/** Throughput in bytes a second and latency in milliseconds, as Chromium's own tools define these names. */
export const NETWORKS = {
  'fast-4g': { download: (9 * 1e6 * 0.9) / 8, upload: (1.5 * 1e6 * 0.9) / 8, latency_ms: 165 },
  'slow-4g': { download: (1.6 * 1e6 * 0.9) / 8, upload: (0.75 * 1e6 * 0.9) / 8, latency_ms: 562.5 },
  none: { download: -1, upload: -1, latency_ms: 0 },
} as const;

export const VIEWPORTS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const;

export interface Shape {
  /** So many times slower. */
  readonly cpu: number;
  readonly network: (typeof NETWORKS)[keyof typeof NETWORKS];
}

/** One load of a page into an empty browser. */
export interface Load {
  /** Compressed, as they came over the wire, headers apart. */
  readonly script_bytes: number;
  readonly total_bytes: number;
  /** The page's first byte, and its last. */
  readonly first_byte_ms: number;
  readonly page_ms: number;
  readonly first_paint_ms: number;
  readonly largest_paint_ms: number;
  /** Until nothing is under way any more. */
  readonly settled_ms: number;
  /** Sum of all layout shifts, the browser's session windows left out: the stricter sum. */
  readonly shift: number;
  /** The element that was the largest, its first words, and those that moved. */
  readonly largest: string;
  readonly largest_text: string;
  /** What had come by the time of the largest paint, the page itself among it: answers, and their compressed bytes. */
  readonly requests_before: number;
  readonly bytes_before: number;
  /** Main thread over the whole load, as slowed: scripts, and all tasks. */
  readonly script_ms: number;
  readonly task_ms: number;
  readonly moved: string[];
}

interface Seen {
  shift: number;
  paint: number;
  largest: { at: number; what: string; text: string };
  moved: string[];
}

/** Watches from inside the page, from before its first script. */
function watch(): void {
  const seen: Seen = { shift: 0, paint: 0, largest: { at: 0, what: '', text: '' }, moved: [] };
  (globalThis as unknown as { seen: Seen }).seen = seen;
  const name = (node: Node | null | undefined) => {
    const element = node instanceof Element ? node : node?.parentElement;
    if (!element) return 'gone';
    const [first] = element.classList;
    return `${element.tagName.toLowerCase()}${first ? `.${first}` : ''}`;
  };
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on('layout-shift', (entry) => {
    const { value, sources } = entry as unknown as { value: number; sources: { node: Node | null }[] };
    seen.shift += value;
    for (const { node } of sources) seen.moved.push(name(node));
  });
  on('largest-contentful-paint', (entry) => {
    const { element } = entry as unknown as { element: Element | null };
    seen.largest = {
      at: entry.startTime,
      what: name(element),
      text: (element?.textContent ?? '').trim().slice(0, 40),
    };
  });
  on('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime;
  });
}

/** How long nothing may be under way before a page counts as settled, and how long it may take. */
const QUIET_MS = 800;
const PATIENCE_MS = 60_000;

export async function load(
  browser: Browser,
  url: string,
  options: Shape & {
    viewport: { width: number; height: number };
    storage: Record<string, string>;
    cookie: string;
  },
): Promise<Load> {
  const { cpu, network, viewport, storage, cookie } = options;
  const context = await browser.newContext({
    viewport,
    locale: 'en-US',
    isMobile: viewport.width < 800,
    serviceWorkers: 'block',
    ...(cookie ? { extraHTTPHeaders: { cookie } } : {}),
  });
  try {
    const page = await context.newPage();
    // What tsx puts around named functions.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.addInitScript((kept) => {
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
    }, storage);
    await page.addInitScript(watch);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      downloadThroughput: network.download,
      uploadThroughput: network.upload,
      latency: network.latency_ms,
    });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    await page.goto(url, { waitUntil: 'load', timeout: PATIENCE_MS });
    const settled_ms = await page.evaluate(
      ({ quiet, patience }) =>
        new Promise<number>((done) => {
          let calm = performance.now();
          let last = calm;
          let known = 0;
          const look = () => {
            const now = performance.now();
            const loaded = performance.getEntriesByType('resource').length;
            const { seen } = globalThis as unknown as { seen: Seen };
            const busy =
              seen.largest.at === 0 ||
              loaded !== known ||
              document.querySelector('[aria-busy="true"], .ghost') !== null;
            known = loaded;
            if (busy) {
              calm = now;
              last = now;
            }
            if (now - calm > quiet || now > patience) done(last);
            else setTimeout(look, 50);
          };
          look();
        }),
      { quiet: QUIET_MS, patience: PATIENCE_MS },
    );
    const { metrics } = await cdp.send('Performance.getMetrics');
    const spent = (name: string) => (metrics.find((one) => one.name === name)?.value ?? 0) * 1000;
    const measured = await page.evaluate((settled) => {
      const { seen } = globalThis as unknown as { seen: Seen };
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const [document_] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const sum = (list: readonly PerformanceResourceTiming[]) =>
        list.reduce((bytes, one) => bytes + one.encodedBodySize, 0);
      const before = [...(document_ ? [document_] : []), ...resources].filter(
        ({ responseEnd }) => responseEnd > 0 && responseEnd <= seen.largest.at,
      );
      return {
        script_bytes: sum(resources.filter(({ name }) => new URL(name).pathname.endsWith('.js'))),
        total_bytes: sum(resources) + (document_?.encodedBodySize ?? 0),
        first_byte_ms: document_?.responseStart ?? 0,
        page_ms: document_?.responseEnd ?? 0,
        first_paint_ms: seen.paint,
        largest_paint_ms: seen.largest.at,
        settled_ms: settled,
        shift: seen.shift,
        largest: seen.largest.what,
        largest_text: seen.largest.text,
        requests_before: before.length,
        bytes_before: sum(before),
        moved: [...new Set(seen.moved)],
      };
    }, settled_ms);
    return { ...measured, script_ms: spent('ScriptDuration'), task_ms: spent('TaskDuration') };
  } finally {
    await context.close();
  }
}
