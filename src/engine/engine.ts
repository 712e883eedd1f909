import { join } from 'node:path';
import { AccessControl } from '../access/index.ts';
import { GcError, systemClock } from '../base/index.ts';
import { type Importer, type Ingest, openIngest } from '../ingest/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { CompiledPolicy } from '../serve/index.ts';
import { createJourneys, createModels, createSurvey, createSurveyor, type Survey } from '../survey/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { LedgerAudit } from './audit.ts';
import { examine } from './doctor.ts';
import type { Engine, EngineOptions } from './face.ts';
import { claimFolder } from './folder.ts';
import { ImportJobs } from './imports.ts';
import type { EngineLogger } from './logger.ts';
import { Parameters, Policies, warmRules } from './policy/index.ts';
import { Refresh } from './refresh.ts';
import { Replicas } from './replicas/index.ts';
import { Serving } from './serving/index.ts';
import { LedgerSettings } from './settings.ts';
import { SnapshotSchedule, Snapshots } from './snapshots/index.ts';
import { VERSION } from './version.ts';

const SILENT: EngineLogger = { info() {}, warn() {}, error() {} };

/**
 * Opens one instance: claims its folder, opens and migrates ledger and warehouse, recovers ingest, then serves.
 * What was opened is closed again when a later part fails.
 * @throws data_folder_in_use, data_folder_newer, config_invalid, ledger_unavailable, warehouse_unavailable, engine_missing
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const logger = options.logger ?? SILENT;
  const folder = claimFolder(options.dataDir);
  const stopping = new AbortController();
  const undo: (() => unknown)[] = [() => folder.release()];
  /** Closes in the opposite order of opening; one failure does not keep the others open. */
  const unwind = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      try {
        await step();
      } catch (error) {
        logger.error({ err: error }, 'a part did not close');
      }
    }
  };
  const opened = async <T extends { close(): unknown }>(opening: Promise<T>): Promise<T> => {
    const part = await opening;
    undo.push(() => part.close());
    return part;
  };

  try {
    // Each takes a second or so to start, and neither needs the other.
    const [ledger, warehouse] = (await settled([
      opened(openLedger(options.databaseUrl ? { url: options.databaseUrl } : { dir: folder.paths.ledger })),
      opened(
        openWarehouse(
          options.clickhouseUrl ? { url: options.clickhouseUrl } : { dir: folder.paths.warehouse },
        ),
      ),
    ])) as [Ledger, Warehouse];
    const settings = await LedgerSettings.open(ledger);
    undo.push(() => settings.close());
    const clock = options.clock === undefined ? {} : { clock: options.clock };
    // Opened last: until then nothing is asked of it, and nothing is accepted.
    let serving: Serving | null = null;
    const ingest: Ingest = await opened(
      openIngest({
        onAccepted: (facts, id) => serving?.hear(facts, id),
        onCatalogue: (rows) => serving?.hearCatalogue(rows),
        onErased: (accountId) => serving?.erase(accountId),
        dir: join(folder.dir, 'ingest'),
        warehouse,
        ledger,
        settings: () => settings.current(),
        logger,
        ...clock,
      }),
    );
    const survey: Survey = createSurvey({
      warehouses: [warehouse],
      ledger,
      settings: () => settings.current(),
      ...clock,
    });
    const surveyor = createSurveyor({
      survey,
      warehouses: [warehouse],
      ledger,
      settings: () => settings.current(),
      clock: options.clock ?? systemClock,
      signal: stopping.signal,
    });
    const journeys = createJourneys({
      warehouses: [warehouse],
      settings: () => settings.current(),
      async below(id) {
        const { categories } = await survey.catalogue();
        if (!categories.some(({ category_id }) => category_id === id))
          throw new GcError('not_found', `There is no category ${id}.`);
        return categories.flatMap((c) => (c.path.includes(id) ? [c.category_id] : []));
      },
    });
    const models = createModels({
      survey,
      ledger,
      settings: () => settings.current(),
      clock: options.clock ?? systemClock,
      signal: stopping.signal,
    });
    const refresh = new Refresh(ingest, survey, surveyor, logger, options.watch ?? false);
    undo.push(() => refresh.close());
    const isEmpty = async () => ingest.position().committed_seq === 0 && (await survey.current()) === 0;
    settings.hasFacts = async () => !(await isEmpty());

    const audit = new LedgerAudit(ledger);
    const policies = await opened(
      Policies.open({
        ledger,
        logger,
        clock: options.clock ?? systemClock,
        noticeDays: () => settings.current().policy_notice_days,
      }),
    );
    const imports = await opened(
      ImportJobs.open({
        ledger,
        ingest,
        settings,
        audit,
        logger,
        openExample: options.openExample ?? noExample,
        isEmpty,
        onEnd: () => refresh.check(),
      }),
    );
    refresh.importing = () => imports.running;
    const knownAt = () => ingest.position().loaded_seq;
    const snapshots = await opened(
      Snapshots.open({
        ledger,
        warehouse,
        settings: () => settings.current(),
        clock: options.clock ?? systemClock,
        logger,
        dir: options.snapshotsDir ?? join(folder.dir, 'snapshots'),
        shared: options.snapshotsDir !== undefined,
        follows: options.follows ?? false,
        scratch: folder.paths.scratch,
        knownAt,
        signal: stopping.signal,
      }),
    );
    const schedule =
      options.watch && !options.follows
        ? new SnapshotSchedule(snapshots, knownAt, logger, () => imports.running, models)
        : null;
    undo.push(() => schedule?.close());
    // An embedded ledger is one process's own: there is nobody to tell.
    const replicas =
      ledger.kind === 'server'
        ? await opened(
            Replicas.open({
              ledger,
              dir: join(folder.dir, 'serving'),
              logger,
              keepDays: () => 1 + longestCap(policies.current()),
            }),
          )
        : null;
    const erased = await ledger.query<{ account_id: string }>('SELECT account_id FROM erasures');
    const served = Serving.open(
      {
        dir: join(folder.dir, 'serving'),
        warehouse,
        ingest,
        policies,
        snapshots,
        settings: () => settings.current(),
        clock: options.clock ?? systemClock,
        logger,
        replicas,
      },
      erased.map(({ account_id }) => account_id),
    );
    undo.push(() => served.close());
    served.onCrowded = () => schedule?.hurry();
    serving = served;
    const warm = () => {
      warmRules(policies.current(), snapshots.current(), stopping.signal).catch((error) => {
        logger.warn({ err: error }, 'rules are evaluated when they are first asked');
      });
    };
    policies.onLive = warm;
    snapshots.onSwap = async (snapshot) => {
      await served.take(snapshot);
      warm();
    };
    warm();
    if (replicas)
      replicas.onChange = (what) =>
        what === 'policy' ? policies.tick() : what === 'settings' ? settings.reread() : snapshots.follow();
    const access = await AccessControl.open(ledger, {
      localToken: folder.token,
      secureCookies: options.secureCookies ?? false,
      ...clock,
    });

    let closing: Promise<void> | null = null;
    const engine: Engine = {
      version: VERSION,
      dataDir: folder.dir,
      localToken: folder.token,
      warehouse,
      ledger,
      ingest,
      survey,
      surveyor,
      journeys,
      models,
      access,
      settings,
      imports,
      audit,
      policies,
      parameters: new Parameters(
        policies,
        served,
        () => (options.clock ?? systemClock).now(),
        () => settings.current().policy_notice_days,
      ),
      snapshots,
      serving: served,
      announce: (address) => folder.announce(address),
      isEmpty,
      onRefreshed(prepare) {
        refresh.onRefreshed = prepare;
      },
      surveyFirst: () => refresh.first(),
      async ready() {
        await Promise.all([warehouse.query('SELECT 1 AS one'), ledger.query('SELECT 1 AS one')]);
      },
      doctor: () => examine(engine),
      stopping: stopping.signal,
      stop() {
        stopping.abort(new GcError('overloaded', 'The server is stopping.'));
      },
      close() {
        engine.stop();
        closing ??= unwind();
        return closing;
      },
    };
    return engine;
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** Days of the longest frequency cap. */
const longestCap = ({ policy }: CompiledPolicy) =>
  Math.max(1, ...policy.scenarios.map(({ frequency_cap }) => frequency_cap?.days ?? 0));

/** All results; when one fails the others are waited for, so that whatever opened can be closed. */
async function settled(work: Promise<unknown>[]): Promise<unknown[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

const noExample = async (): Promise<Importer> => {
  throw new Error('no example marketplace was given to this engine');
};
