import { lazy, Suspense } from 'react';
import { useMe } from '../app/session.ts';
import { Waiting } from '../components/states.tsx';

const CanalMap = lazy(() => import('./canal-map.tsx').then((m) => ({ default: m.CanalMap })));
const Overview = lazy(() => import('./overview.tsx').then((m) => ({ default: m.Overview })));
const Today = lazy(() => import('./today.tsx').then((m) => ({ default: m.Today })));

/** The first screen of each role. */
export function Home() {
  const { role } = useMe();
  return (
    <Suspense fallback={<Waiting />}>
      {role === 'merchant' ? <Today /> : role === 'operator' ? <CanalMap /> : <Overview />}
    </Suspense>
  );
}
