/** PostgreSQL's type numbers that are not left to the driver. */
export const OID = { bool: 16, bytea: 17, int8: 20, date: 1082 } as const;

/** A bigint as number where it is exact, else as the text it is. */
export function bigintOf(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
