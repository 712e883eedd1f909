import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const ROOT = join(import.meta.dirname, '../..');
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const SHOTS = join(ROOT, 'test-output/screenshots');
const SERVER = join(ROOT, 'dist/cli.js');
const RUNNING = process.env.GRANDCANAL_E2E_URL;
/** Why the browser tests cannot run here, or null when they can. */
export const skipReason = !existsSync(CHROMIUM)
  ? `there is no Chromium at ${CHROMIUM}`
  : !RUNNING && !(existsSync(SERVER) && existsSync(join(ROOT, 'dist/console/index.html')))
    ? 'nothing is built: npm run build'
    : null;
/** A loaded machine takes its time. */
export const PATIENCE = 600_000;

/** What the suite hands to its parts: one server, its operator, and visits that are closed after each test. */
export interface Stage {
  instance(): Instance;
  operator(): Visit;
  visit(who: string, options?: VisitOptions): Promise<Visit>;
  /** No console errors, no serious accessibility faults. */
  sound(v: Visit): Promise<void>;
}

interface VisitOptions {
  locale?: string;
  dark?: boolean;
  width?: number;
}

export interface Instance {
  readonly address: string;
  readonly password: string;
  /** Address of the demonstration's shop; null where it is not built. */
  readonly shop: string | null;
  stop(): Promise<void>;
}

interface Answer {
  address: string;
  logins: { email: string; password: string }[];
  shop: { address: string } | null;
}

/**
 * Starts the simulated marketplace by the product's own command, as built, small, and in a folder of its own.
 * GRANDCANAL_E2E_URL names a demo that runs already: quicker while a screen is being worked on.
 */
export async function startInstance(): Promise<Instance> {
  if (RUNNING)
    return {
      address: RUNNING,
      password: 'grand-canal-demo',
      shop: process.env.GRANDCANAL_E2E_SHOP ?? null,
      stop: async () => {},
    };
  const data = mkdtempSync(join(tmpdir(), 'grandcanal-e2e-'));
  const child = spawn(
    process.execPath,
    [SERVER, 'demo', '--people', '1500', '--no-live', '--json', '--data', data, '--port', '0'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GRANDCANAL_DATA: data } },
  );
  const answer = await firstAnswer(child);
  return {
    address: answer.address,
    password: answer.logins[0]?.password ?? '',
    shop: answer.shop?.address ?? null,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(null)));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The JSON that the command prints when it serves; its error output when it does not come to that. */
function firstAnswer(child: ChildProcess): Promise<Answer> {
  let out = '';
  let err = '';
  return new Promise((done, fail) => {
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    child.once('exit', (code) => fail(new Error(`demo ended with ${code}: ${err}`)));
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      try {
        done(JSON.parse(out) as Answer);
      } catch {
        // Not whole yet.
      }
    });
  });
}

export async function openBrowser(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return { browser, close: () => browser.close() };
}

/** One person's browser: signed in, in a language and a colour mode, and everything that goes wrong is noted. */
export class Visit {
  readonly faults: string[] = [];
  private constructor(
    readonly address: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
    const context = await browser.newContext({
      baseURL: address,
      viewport: { width: options.width ?? 1280, height: options.width ? 844 : 900 },
      locale: options.locale ?? 'en-US',
      colorScheme: options.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      // A slow machine computes each date once: patience belongs here, not in the product.
      serviceWorkers: 'block',
    });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const visit = new Visit(address, context, page);
    page.on('console', (message) => {
      if (message.type() === 'error') visit.faults.push(message.text());
    });
    page.on('pageerror', (error) => visit.faults.push(String(error)));
    return visit;
  }

  /** Signs in through the API, as the form does; the form itself has a test of its own. */
  async signIn(email: string, password: string): Promise<this> {
    const answer = await this.context.request.post('/v1/auth/sign-in', {
      data: { email, password },
      headers: { origin: this.address },
    });
    if (!answer.ok()) throw new Error(`sign-in ${answer.status()}: ${await answer.text()}`);
    return this;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.context.request.get(path, { timeout: 240_000 });
    if (!answer.ok()) throw new Error(`${path} ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, data: unknown): Promise<T> {
    const answer = await this.context.request.post(path, {
      data,
      headers: { origin: this.address, 'idempotency-key': `${path}-${Math.random()}` },
      timeout: 240_000,
    });
    if (!answer.ok()) throw new Error(`${path} ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Goes to a screen and waits until nothing on it is under way. */
  async go(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator('main h1').first().waitFor();
    await this.page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
    await this.page.waitForLoadState('networkidle', { timeout: 120_000 });
  }

  async shot(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  /** Rules of WCAG 2.1 A and AA that the screen breaks seriously: `rule: selectors`. */
  async axe(): Promise<string[]> {
    // A button that works and a fade under way are pale for a moment.
    await this.page.waitForFunction(() => !document.querySelector('.ant-btn-loading'));
    await this.page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((a) => a.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
          .map((a) => a.finished.catch(() => undefined)),
      ),
    );
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(
            context: Document,
            options: object,
          ): Promise<{
            violations: { id: string; impact: string; nodes: { target: string[]; html: string }[] }[];
          }>;
        };
      };
      const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
      return result.violations
        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
        .map(
          (v) =>
            `${v.id}: ${v.nodes
              .slice(0, 3)
              .map((n) => `${n.target.join(' ')} ${n.html.slice(0, 120)}`)
              .join(' | ')}`,
        );
    });
  }

  /** The exact number behind what a cell or a stat shows. */
  async value(selector: string): Promise<number> {
    const text = await this.page.locator(`${selector} data`).first().getAttribute('value');
    return Number(text);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rows of an RFC 4180 file, without its byte-order mark. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (const c of text.replace(/^\ufeff/, '')) {
    if (quoted) {
      if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') {
      if (field !== '') field += '"';
      quoted = true;
    } else if (c === ',' || c === '\n') {
      row.push(field.replace(/\r$/, ''));
      field = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else field += c;
  }
  return rows;
}

/** Exact values of a table's column, top to bottom; a cell without a number is null. */
export async function columnValues(v: Visit, nth: number): Promise<(number | null)[]> {
  await v.settled();
  return v.page.locator(`tbody tr.ant-table-row > td:nth-child(${nth})`).evaluateAll((cells) =>
    cells.map((cell) => {
      const data = cell.querySelector('data');
      return data ? Number(data.value) : null;
    }),
  );
}
