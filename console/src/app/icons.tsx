/** The frame's own; a page's icon stands with its place in the rail. One stroke, one weight, sixteen pixels. */
const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 0 .1 0M10.3 10.3l3.2 3.2',
  help: 'M6 6a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.8v.2',
  sun: 'M8 5a3 3 0 1 0 .1 0M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.3 5.3 0 1 0 6.6 6.6',
  out: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
  menu: 'M2 4h12M2 8h12M2 12h12',
} as const;

export function Icon({ name, path }: { name?: keyof typeof PATHS; path?: string }) {
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden="true" className="icon">
      <path d={name ? PATHS[name] : path} />
    </svg>
  );
}
