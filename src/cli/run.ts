import { CommanderError } from 'commander';
import { ERRORS, type ErrorCode, GcError } from '../base/index.ts';
import { Refused, Unreachable } from './client.ts';
import type { Translate } from './words.ts';

/** What a command's end means to a script. */
export const EXIT = { ok: 0, failed: 1, usage: 2, partly: 3, interrupted: 130 } as const;

/** Errors of the words that were typed, not of the work. */
const USAGE: ReadonlySet<string> = new Set([
  'validation_failed',
  'bad_request',
  'metric_unknown',
  'scenario_unknown',
  'mapping_invalid',
  'time_invalid',
  'config_invalid',
]);

/** Words of a failure and the exit code it ends with. */
export function failureOf(error: unknown, t: Translate): { exit: number; code: string; lines: string[] } {
  if (error instanceof CommanderError) {
    return { exit: error.exitCode === 0 ? EXIT.ok : EXIT.usage, code: 'usage', lines: [] };
  }
  if (error instanceof Unreachable) {
    return {
      exit: EXIT.failed,
      code: 'unreachable',
      lines: [t('error.unreachable', { address: error.address })],
    };
  }
  if (error instanceof Refused) {
    const { code, detail, title, remedy, errors, request_id } = error.problem;
    // One that is the detail already is not said twice.
    const causes = (errors ?? [])
      .map((cause) => `${cause.pointer || '/'}: ${cause.detail}`)
      .filter((cause) => cause !== detail);
    return {
      exit: USAGE.has(code) ? EXIT.usage : EXIT.failed,
      code,
      lines: [
        `${code}: ${detail ?? title}`,
        ...causes.map((cause) => `  ${cause}`),
        ...(remedy ? [t('error.remedy', { remedy })] : []),
        ...(code === 'internal' && request_id ? [request_id] : []),
      ],
    };
  }
  const coded = asCoded(error);
  if (coded) {
    if (coded.code === 'data_folder_in_use' && coded.params.address === null) {
      return { exit: EXIT.failed, code: coded.code, lines: [t('error.folder', { pid: coded.params.pid })] };
    }
    return {
      exit: USAGE.has(coded.code) ? EXIT.usage : EXIT.failed,
      code: coded.code,
      lines: [`${coded.code}: ${coded.message}`, t('error.remedy', { remedy: coded.remedy })],
    };
  }
  const text =
    error instanceof Error
      ? process.env.DEBUG
        ? (error.stack ?? error.message)
        : error.message
      : String(error);
  return { exit: EXIT.failed, code: 'internal', lines: [`internal: ${text}`] };
}

function asCoded(error: unknown): GcError | null {
  if (error instanceof GcError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' && syscall === 'listen') return new GcError('port_in_use');
  if (code === 'ENOSPC') return new GcError('disk_full');
  return code !== undefined && code in ERRORS ? new GcError(code as ErrorCode) : null;
}
