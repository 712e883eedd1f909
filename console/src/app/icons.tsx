import type { PageId } from './nav.ts';

/** One stroke, one weight, sixteen pixels. */
const PATHS: Record<PageId | 'search' | 'help' | 'sun' | 'moon' | 'out' | 'menu', string> = {
  canalMap: 'M2 4c6 0 6 6 12 6M2 8c6 0 6-4 12-4M2 12h12',
  opportunities: 'M8 2.5 9.6 6.2l4 .3-3 2.7.9 3.9L8 11l-3.5 2.1.9-3.9-3-2.7 4-.3z',
  whiteSpace: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9.5 9.5l3.5 3.5M13 9.5l-3.5 3.5',
  incubator: 'M2 13h12M4 13c0-5 3-4 4-8M8 5l-2.4.8M8 5l1 2.3M11.5 13V9',
  trends: 'M2 12l4-4 3 2.5L14 4M10.5 4H14v3.5',
  defence: 'M8 2.5l5 1.7v3.6c0 3-2.2 4.8-5 5.7-2.8-.9-5-2.7-5-5.7V4.2z',
  crowds:
    'M5 6.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M11 6.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M2 12.5c0-2.2 1.3-3.5 3-3.5s3 1.3 3 3.5M8 12.5c0-2.2 1.3-3.5 3-3.5s3 1.3 3 3.5',
  overview: 'M2 6c2-2 4 2 6 0s4 2 6 0M2 10c2-2 4 2 6 0s4 2 6 0',
  today: 'M8 3v2M8 11v2M3 8h2M11 8h2M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  categories: 'M3 3h4v4H3zM9 9h4v4H9zM5 7v4h4',
  merchants: 'M3 7v6h10V7M2 7l1.5-4h9L14 7zM6.5 13V10h3v3',
  cohorts: 'M2 3h12M2 6.3h9M2 9.6h6M2 13h3',
  metrics: 'M4 2.5h8v11H4zM6 6h4M6 8.5h4M6 11h2',
  imports: 'M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11',
  rejected: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.2',
  people:
    'M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M2 13c0-2.4 1.8-3.8 4-3.8S10 10.6 10 13M10.5 3.4a2 2 0 0 1 0 3.8M11.8 9.6c1.3.5 2.2 1.7 2.2 3.4',
  keys: 'M10.5 2.5a3 3 0 1 0 .1 0M8.4 7.6 2.5 13.5M4.5 11.5l1.8 1.8',
  settings: 'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3',
  audit: 'M8 2.5a5.5 5.5 0 1 0 .1 0M8 5v3.2l2.2 1.4',
  search: 'M7 2.5a4.5 4.5 0 1 0 .1 0M10.3 10.3l3.2 3.2',
  help: 'M6 6a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.8v.2',
  sun: 'M8 5a3 3 0 1 0 .1 0M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.3 5.3 0 1 0 6.6 6.6',
  out: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
  menu: 'M2 4h12M2 8h12M2 12h12',
};

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden="true" className="icon">
      <path d={PATHS[name]} />
    </svg>
  );
}
