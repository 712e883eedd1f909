/** Month ends up to and including the last one not after `asOf`, oldest first. Dates are text, YYYY-MM-DD. */
export function monthsBefore(asOf: string, count: number): { from: string; to: string } {
  const [y = 0, m = 1] = asOf.split('-').map(Number);
  const iso = (d: Date) => d.toISOString().slice(0, 10);
  const endOfThis = iso(new Date(Date.UTC(y, m, 0)));
  const to = endOfThis <= asOf ? endOfThis : iso(new Date(Date.UTC(y, m - 1, 0)));
  const [ty = 0, tm = 1] = to.split('-').map(Number);
  return { from: iso(new Date(Date.UTC(ty, tm - count + 1, 0))), to };
}
