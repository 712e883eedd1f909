import { lazy, Suspense } from 'react';
import { useMe } from '../app/session.ts';
import { Waiting } from '../components/states.tsx';
import { CanalMap } from './canal-map.tsx';

const Overview = lazy(() => import('./overview.tsx').then((m) => ({ default: m.Overview })));
const Today = lazy(() => import('./today.tsx').then((m) => ({ default: m.Today })));

/** The first screen of each role; that of who runs the marketplace comes with the first script. */
export function Home() {
  const { role } = useMe();
  return (
    <Suspense fallback={<Waiting />}>
      {role === 'merchant' ? <Today /> : role === 'operator' ? <CanalMap /> : <Overview />}
    </Suspense>
  );
}
