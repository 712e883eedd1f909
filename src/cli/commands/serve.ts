import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { optionsOf } from '../../../sim/world/index.ts';
import { buildApi, keepWarm } from '../../api/index.ts';
import { GcError } from '../../base/index.ts';
import { hasDemoLogins, openEngine, prepareDemo, publishDemo } from '../../engine/index.ts';
import { beginExample, endExample, openExample } from '../example.ts';
import { Progress } from '../print.ts';
import { EXIT } from '../run.ts';
import type { Context } from './context.ts';
import { aboutFacts, clearSimulated, type DemoFlags, startLiving, worldOf } from './demo.ts';
import { type DemoShop, openDemoShop } from './shop.ts';

/** How long requests under way may take once the server is told to stop. */
const GRACE_MS = 5_000;

export interface ServeOptions extends DemoFlags {
  port?: string;
  host?: string;
  bodyLimit?: string;
}

/** Opens the instance and serves until told to stop. With `demo`: the example marketplace and its logins. */
export async function serve(cx: Context, options: ServeOptions, demo = false): Promise<void> {
  const host = options.host ?? cx.env.HOST ?? '127.0.0.1';
  const port = portOf(options.port ?? cx.env.PORT ?? '4400');
  const local = ['127.0.0.1', 'localhost', '::1'].includes(host);
  if (demo && !local) throw new GcError('config_invalid', cx.t('demo.loopback'));
  const world = demo ? worldOf(options) : null;
  // Warnings and errors only: one line a request would cost more than the request. Set LOG_LEVEL for more.
  const logger = pino({ level: cx.env.LOG_LEVEL ?? 'warn' }, pino.destination(2));
  const progress = new Progress(cx.json);
  progress.show(cx.t('serve.opening', { dir: cx.dataDir }));
  await mustBeFree(host, port, cx);
  if (options.reset) await clearSimulated(cx);
  if (world && !existsSync(join(cx.dataDir, 'VERSION'))) beginExample(world.world);
  const engine = await openEngine({
    dataDir: cx.dataDir,
    clickhouseUrl: cx.env.CLICKHOUSE_URL,
    databaseUrl: cx.env.DATABASE_URL,
    snapshotsDir: cx.env.GRANDCANAL_SNAPSHOTS,
    follows: cx.env.GRANDCANAL_FOLLOW === '1',
    secureCookies: cx.env.GRANDCANAL_SECURE_COOKIES === '1',
    logger,
    watch: true,
    openExample,
  });
  const stop = stopSignal();
  let endLife: (() => Promise<void>) | undefined;
  let shop: DemoShop | null = null;
  try {
    if (!local && (await hasDemoLogins(engine))) throw new GcError('config_invalid', cx.t('demo.loopback'));
    const megabytes = Number(options.bodyLimit ?? 16);
    if (!(megabytes > 0))
      throw new GcError('config_invalid', '--body-limit must be a positive number of MiB.');
    const app = await buildApi(engine, { logger, bodyLimit: Math.round(megabytes * 1024 * 1024) });
    try {
      const address = await listen(app, host, port, cx);
      engine.announce(address);
      keepWarm(app, engine);
      const making =
        world &&
        prepareDemo(engine, world, {
          loading: ({ received: rows, path }) =>
            progress.show(cx.t('demo.loading', { rows, total: aboutFacts(path) }), cx.t('demo.making')),
          surveying: () => progress.show(cx.t('demo.surveying')),
        });
      // Told to stop while the world is made: the import stops with the engine, and the next start completes it.
      making?.catch(() => {});
      const made = making && (await Promise.race([making, stop.signalled.then(() => null)]));
      progress.end();
      if (making && !made) {
        if (!cx.json) process.stderr.write(`\n${cx.t('demo.interrupted')}\n`);
        return cx.exit(EXIT.interrupted);
      }
      const known = made?.world ? optionsOf(made.world) !== null : false;
      if (made && known && options.live !== false) {
        endLife = startLiving(cx, address, engine.localToken, () =>
          logger.warn('the simulated marketplace stands still'),
        );
      }
      // It is there at once, and fills when the first snapshot is.
      if (made?.world) shop = await openDemoShop(engine, address, made.world, made.logins[0]!.password);
      const users = made?.world ? [] : await engine.access.people.list(1);
      cx.answer(
        {
          address,
          data: engine.dataDir,
          pid: process.pid,
          ...(made ?? {}),
          shop: shop && { address: shop.address, logins: shop.logins },
        },
        () =>
          [
            cx.t('serve.listening', { address }),
            cx.t('serve.docs', { address }),
            cx.t('serve.data', { dir: engine.dataDir }),
            ...(made?.world
              ? [
                  '',
                  cx.t('demo.simulated'),
                  ...(known ? [] : [cx.t('demo.older', { world: made.world })]),
                  cx.t('demo.logins', { password: made.logins[0]?.password }),
                  ...made.logins.map(
                    (login) => `  ${login.email.padEnd(24)} ${login.role}${login.of ? ` · ${login.of}` : ''}`,
                  ),
                  ...(shop
                    ? [
                        '',
                        cx.t('demo.shop', { address: shop.address }),
                        ...shop.logins.map(({ login, name }) => `  ${login.padEnd(24)} ${name}`),
                      ]
                    : []),
                  '',
                  cx.t('demo.own'),
                ]
              : []),
            ...(made && !made.world ? ['', cx.t('demo.notSimulated')] : []),
            ...(made?.world ? [] : users.length === 0 ? [cx.t('serve.noUsers')] : []),
            cx.t('serve.stop'),
          ].join('\n'),
      );
      if (made?.world) {
        // In the background: everything but the merchants' view of the market is there without it.
        publishDemo(engine).catch((error: unknown) => {
          if (!engine.stopping.aborted) logger.warn({ err: error }, 'the last month was not published');
        });
      }
      await stop.signalled;
      if (!cx.json) process.stderr.write(`\n${cx.t('serve.stopping')}\n`);
    } finally {
      await endLife?.();
      await shop?.close();
      // What takes long gives up; what is nearly done gets a moment.
      engine.stop();
      const grace = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
      await app.close();
      clearTimeout(grace);
    }
  } finally {
    progress.end();
    await endExample();
    await engine.close();
    stop.dispose();
  }
}

/** Says at once, before anything is opened or made, that somebody else has the port. */
async function mustBeFree(host: string, port: number, cx: Context): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new GcError('port_in_use', cx.t('error.port', { port }), { cause });
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}

async function listen(
  app: Awaited<ReturnType<typeof buildApi>>,
  host: string,
  port: number,
  cx: Context,
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new GcError('port_in_use', cx.t('error.port', { port }), { cause });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new GcError('config_invalid', `A port must be 0 to 65535, got ${text}.`);
  }
  return port;
}

/** The first SIGINT or SIGTERM stops cleanly; a second one ends the process at once. */
function stopSignal() {
  let resolve!: () => void;
  const signalled = new Promise<void>((done) => {
    resolve = done;
  });
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(130);
    asked = true;
    resolve();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return { signalled, dispose: () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal) };
}
