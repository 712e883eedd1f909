import { useMe } from '../app/session.ts';
import { Overview } from './overview.tsx';
import { Today } from './today.tsx';

/** The first screen of each role. */
export function Home() {
  return useMe().role === 'merchant' ? <Today /> : <Overview />;
}
