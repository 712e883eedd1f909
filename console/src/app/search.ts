/** What any screen may keep in its address: the view, and how its table stands. */
export interface Search {
  as_of?: string;
  known_at?: number;
  variant?: 'conservative' | 'public';
  scope?: string;
  level?: number;
  /** How many streams the canal map draws. */
  top?: number;
  /** Whether pairs without enough evidence are shown. */
  unproven?: 1;
  dim?: string;
  target?: number;
  by?: string;
  q?: string;
  sort?: string;
  dir?: 'ascend' | 'descend';
  page?: number;
  open?: string;
  status?: string;
  code?: string;
  source?: string;
  account?: string;
  category?: string;
  /** Dates of a window. */
  days?: number;
  who?: 'signed_in' | 'visitor';
  member?: 'yes' | 'no';
  buyer?: 'known' | 'new';
}

const text = (v: unknown): string | undefined =>
  typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined;
const natural = (v: unknown, min: number): number | undefined => {
  const n = Number(v);
  return v !== undefined && v !== '' && Number.isInteger(n) && n >= min ? n : undefined;
};

/** Reads the address; what makes no sense is dropped rather than sent to the API. */
export function parseSearch(raw: Record<string, unknown>): Search {
  const asOf = text(raw.as_of);
  const entries: [keyof Search, string | number | undefined][] = [
    ['as_of', asOf && /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? asOf : undefined],
    ['known_at', natural(raw.known_at, 0)],
    ['variant', raw.variant === 'conservative' || raw.variant === 'public' ? raw.variant : undefined],
    ['scope', text(raw.scope)],
    ['level', natural(raw.level, 1)],
    ['top', natural(raw.top, 1)],
    ['unproven', Number(raw.unproven) === 1 ? 1 : undefined],
    ['dim', text(raw.dim)],
    ['target', natural(raw.target, 1)],
    ['by', /^\d{4}-\d{2}-\d{2}$/.test(text(raw.by) ?? '') ? text(raw.by) : undefined],
    ['q', text(raw.q)],
    ['sort', text(raw.sort)],
    ['dir', raw.dir === 'ascend' || raw.dir === 'descend' ? raw.dir : undefined],
    ['page', natural(raw.page, 2)],
    ['open', text(raw.open)],
    ['status', text(raw.status)],
    ['code', text(raw.code)],
    ['source', text(raw.source)],
    ['account', text(raw.account)],
    ['category', text(raw.category)],
    ['days', [7, 28, 90].includes(Number(raw.days)) ? Number(raw.days) : undefined],
    ['who', raw.who === 'signed_in' || raw.who === 'visitor' ? raw.who : undefined],
    ['member', raw.member === 'yes' || raw.member === 'no' ? raw.member : undefined],
    ['buyer', raw.buyer === 'known' || raw.buyer === 'new' ? raw.buyer : undefined],
  ];
  return Object.fromEntries(entries.filter(([, v]) => v !== undefined)) as Search;
}
