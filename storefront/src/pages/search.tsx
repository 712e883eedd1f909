import { useSearch } from '@tanstack/react-router';
import { Results } from '../ui/results.tsx';

export function Search() {
  return <Results search={useSearch({ from: '/search' })} />;
}
