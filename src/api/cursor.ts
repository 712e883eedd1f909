import { GcError } from '../base/index.ts';

/** Cursors are opaque to clients: base64url of where the page before ended. */
export const cursorOf = (position: string) => Buffer.from(position).toString('base64url');

/** @throws validation_failed */
export function positionOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString();
  if (cursorOf(position) !== cursor || position === '') {
    throw new GcError('validation_failed', 'The cursor must be next_cursor of an earlier page.', {
      causes: [{ pointer: '/querystring/cursor', code: 'invalid', detail: 'is not a cursor' }],
    });
  }
  return position;
}

/** One page of rows that were read with `limit + 1`; the extra one says that there are more. */
export function pageFrom<T>(rows: T[], limit: number, positionOfRow: (row: T) => string) {
  const data = rows.slice(0, limit);
  return { data, next_cursor: rows.length > limit ? cursorOf(positionOfRow(data.at(-1)!)) : null };
}

/** A page of a list that is at hand whole, by offset. */
export function sliceOf<T>(rows: readonly T[], limit: number, cursor: string | undefined) {
  const start = Number(positionOf(cursor) ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new GcError('validation_failed', 'The cursor must be next_cursor of an earlier page.');
  }
  const end = start + limit;
  return { data: rows.slice(start, end), next_cursor: end < rows.length ? cursorOf(String(end)) : null };
}
