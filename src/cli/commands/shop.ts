import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openShop, type Shop, shoppersOf } from '../../../sim/shop/index.ts';
import { optionsOf, SOURCE } from '../../../sim/world/index.ts';
import type { Engine } from '../../engine/index.ts';

export interface DemoShop {
  readonly address: string;
  readonly logins: readonly { readonly login: string; readonly name: string }[];
  close(): Promise<void>;
}

/** The built storefront: beside the bundled command, or where the build put it. */
function pages(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'storefront'), join(here, '../../../dist/storefront')];
  return places.find((dir) => existsSync(join(dir, 'index.html'))) ?? null;
}

/**
 * The demonstration's host shop, on the next port that is free. Null where the storefront is not built or the world is of another
 * version: the marketplace is there without it.
 */
export async function openDemoShop(
  engine: Engine,
  address: string,
  world: string,
  password: string,
): Promise<DemoShop | null> {
  const options = optionsOf(world);
  const root = pages();
  if (!options || !root) return null;
  const shoppers = shoppersOf({ ...options, now: Date.now() }, password);
  const shop = await openShop({
    url: address,
    key: engine.localToken,
    source: SOURCE,
    shoppers,
    dir: join(engine.dataDir, 'shop'),
    pages: root,
  });
  return {
    address: await listenNear(shop, Number(new URL(address).port) + 1),
    logins: shoppers.map(({ login, name }) => ({ login, name })),
    close: () => shop.close(),
  };
}

async function listenNear(shop: Shop, port: number): Promise<string> {
  try {
    return await shop.listen(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return shop.listen(0);
  }
}
