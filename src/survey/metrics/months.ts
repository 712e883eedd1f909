/** Months since 1970 of every day up to the last. */
export function monthsOf(last: number): Int32Array {
  const months = new Int32Array(last + 1);
  for (let day = 0; day <= last; day++) {
    const date = new Date(day * 86_400_000);
    months[day] = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  }
  return months;
}
