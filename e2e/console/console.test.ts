import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { InstanceStatus } from '../../src/contracts/index.ts';
import {
  type Instance,
  openBrowser,
  PATIENCE,
  type Stage,
  skipReason,
  startInstance,
  Visit,
} from './harness.ts';
import { marketScreens } from './market-screens.ts';
import { modelScreens } from './model-screens.ts';
import { officeScreens } from './office-screens.ts';
import { placementScreens } from './placement-screens.ts';
import { poolScreens } from './pool-screens.ts';
import { readerScreens } from './reader-screens.ts';
import { searchScreens } from './search-screens.ts';
import { shopperTrouble } from './shopper-trouble.ts';
import { shopperWalk } from './shopper-walk.ts';
import { surveyScreens } from './survey-screens.ts';
import { sweep } from './sweep.ts';

if (skipReason) console.log(`console tests are skipped: ${skipReason}`);

describe.skipIf(skipReason !== null)('console in a browser', () => {
  let instance: Instance;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let operator: Visit;
  const open: Visit[] = [];

  beforeAll(async () => {
    [instance, browser] = await Promise.all([startInstance(), openBrowser()]);
    operator = await Visit.open(browser.browser, instance.address);
    await operator.signIn('operator@example.com', instance.password);
    // The server surveys by itself after new facts; asked for here so that no test waits for its clock.
    await operator.post('/v1/surveys', { level: 0 });
    // What merchants see of the marketplace are published month ends.
    const { last_date } = await operator.get<InstanceStatus>('/v1/status');
    const month = new Date(`${last_date!.slice(0, 7)}-01T00:00:00Z`);
    month.setUTCDate(0);
    await operator.post('/v1/publications', {
      as_of: month.toISOString().slice(0, 10),
      metrics: ['aac', 'penetration', 'merchant_share'],
    });
  }, PATIENCE);

  afterAll(async () => {
    await operator?.close();
    await browser?.close();
    await instance?.stop();
  }, PATIENCE);

  afterEach(async () => {
    for (const v of open.splice(0)) await v.close();
  });

  const stage: Stage = {
    instance: () => instance,
    operator: () => operator,
    async visit(who, options) {
      const v = await Visit.open(browser.browser, instance.address, options);
      open.push(v);
      return who ? v.signIn(`${who}@example.com`, instance.password) : v;
    },
    async sound(v) {
      expect(await v.axe()).toEqual([]);
      expect(v.faults).toEqual([]);
    },
  };

  readerScreens(stage);
  poolScreens(stage);
  surveyScreens(stage);
  shopperWalk(stage);
  shopperTrouble(stage);
  marketScreens(stage);
  modelScreens(stage);
  searchScreens(stage);
  placementScreens(stage);
  officeScreens(stage);
  sweep(stage);
});
