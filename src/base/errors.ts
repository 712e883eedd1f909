/**
 * The one error table: every coded error of the product, with its HTTP status, a stable title and
 * what to do about it. Add a row here, never a code in passing. docs/errors.md is generated from it.
 * `{name}` in a template is filled from the error's params.
 */
export const ERRORS = {
  // Requests
  bad_request: [400, 'The request cannot be read', 'Send a body that matches the OpenAPI schema.'],
  validation_failed: [422, 'The request does not match its schema', 'Mend the fields named in errors[].'],
  unauthenticated: [401, 'No valid credentials', 'Sign in, or send a key: Authorization: Bearer <key>.'],
  forbidden: [403, 'These credentials may not do this', 'Ask an operator for a role or key with this scope.'],
  not_found: [404, 'There is no such thing', 'Check the id; lists are at the collection’s address.'],
  method_not_allowed: [405, 'The address does not take this method', 'See /docs for the methods it takes.'],
  payload_too_large: [413, 'The body is larger than the limit', 'Send smaller batches.'],
  unsupported_media_type: [415, 'The content type is not supported', 'Send application/json.'],
  idempotency_in_flight: [
    409,
    'The same request is still being worked on',
    'Wait and send it again with the same key.',
  ],
  idempotency_mismatch: [
    422,
    'The idempotency key was used with another body',
    'Use a new key for a new request.',
  ],
  rate_limited: [429, 'Too many requests', 'Wait for the seconds given in Retry-After.'],
  overloaded: [
    503,
    'The server sheds load to protect what it has accepted',
    'Retry after the seconds given in Retry-After.',
  ],
  signature_invalid: [
    401,
    'The request’s signature does not hold',
    'Sign `timestamp.body` with the key’s signing secret, within five minutes, once.',
  ],
  conflict: [409, 'The state of the thing does not allow this', 'Read it again, then decide.'],
  query_forbidden: [
    403,
    'These numbers are not yours to see',
    'Ask for your own merchant or industry, or for a published month end.',
  ],
  internal: [500, 'Something broke on our side', 'Retry; if it stays, report the request id with the log.'],

  // The instance and its folder
  data_folder_in_use: [
    409,
    'Another process uses this data folder',
    'Stop that process, or let the command go through the running server.',
  ],
  data_folder_newer: [
    409,
    'The data folder was written by a newer version',
    'Upgrade grandcanal, or use another folder.',
  ],
  data_folder_older: [
    409,
    'The data folder was written by an earlier version',
    'Use another folder and import the sources again: folders from before the first release are not converted.',
  ],
  disk_full: [507, 'The disk has no room left', 'Free space, then retry: nothing acknowledged was lost.'],
  port_in_use: [409, 'The port is taken', 'Choose another with --port.'],
  warehouse_unavailable: [
    503,
    'The warehouse does not answer',
    'It restarts by itself; retry. Facts are still accepted into the log.',
  ],
  warehouse_query_failed: [
    500,
    'A warehouse query failed',
    'See the detail; report it with the statement’s name.',
  ],
  ledger_unavailable: [
    503,
    'The ledger does not answer',
    'Check DATABASE_URL or the ledger folder, then retry.',
  ],
  engine_missing: [
    500,
    'An embedded engine is not installed',
    'Run npm ci without --omit=optional, or set CLICKHOUSE_URL.',
  ],
  config_invalid: [
    400,
    'The configuration is not valid',
    'Mend the option, variable or file named in the detail.',
  ],

  // Serving
  snapshot_invalid: [
    500,
    'The snapshot of the past cannot be read',
    'Build a new one: grandcanal snapshot build. Until then the last good one serves.',
  ],
  snapshot_absent: [
    503,
    'There is no snapshot to serve from yet',
    'Build one: grandcanal snapshot build; it is also built soon after facts arrive.',
  ],

  scenario_unknown: [
    404,
    'There is no such scenario',
    'Name one that the policy configures: grandcanal policy, GET /v1/policy.',
  ],
  reference_unknown: [
    404,
    'The request names something that is not on offer',
    'Name an item, offer, category or shop that the snapshot holds, by our id or by the id at `source`.',
  ],
  decision_expired: [
    410,
    'The decision is older than decisions are kept',
    'Nothing: see decision_retention_days in the settings.',
  ],
  // Ingest: why a row was rejected
  malformed_row: [422, 'The row cannot be parsed', 'Mend its syntax and replay it.'],
  schema_mismatch: [
    422,
    'A field is missing or of the wrong type',
    'Mend the field named in the detail and replay the row.',
  ],
  row_too_large: [422, 'The row is larger than the limit', 'Split it or drop what is not needed.'],
  missing_source_id: [422, 'The fact has no identity', 'Give source_id, or import it as a document.'],
  currency_mismatch: [
    422,
    'The currency is not the marketplace’s and no rate was given',
    'Give fx_rate, or convert at the source.',
  ],
  amount_negative: [
    422,
    'An amount is negative',
    'Send returns as refunds or cancellations, amounts as they are.',
  ],
  amount_unsafe: [
    422,
    'An amount exceeds 2^53 − 1 minor units',
    'Check the unit: amounts are integers in minor units.',
  ],
  quantity_invalid: [422, 'The quantity is not positive', 'Send the quantity sold; returns are refunds.'],
  future_dated: [
    422,
    'The time is later than now allows',
    'Check clock and time zone of the source, then replay.',
  ],
  time_invalid: [422, 'The time cannot be read or does not exist', 'Send ISO 8601 with an offset.'],
  unknown_category: [
    422,
    'The category is not in any known tree',
    'Send the category tree first, then replay.',
  ],
  category_loop: [
    422,
    'The category tree contains a loop',
    'Give each category a parent that does not descend from it.',
  ],
  category_parent_unknown: [
    422,
    'A category names a parent that the tree lacks',
    'Add the parent to the same tree version.',
  ],
  refund_exceeds_line: [
    422,
    'Refunds exceed what was paid for the line',
    'Check the amount; the excess was not recorded.',
  ],
  revision_conflict: [
    409,
    'The same revision arrived with other content',
    'Send corrections with a higher revision.',
  ],
  erased: [410, 'The person behind this fact was erased', 'Nothing: it will not be stored again.'],
  return_unmatched: [
    422,
    'A return names no line, and none before it fits',
    'Import the sales it takes back first, then replay; or send it as a refund of a line.',
  ],
  stock_adjustment: [
    422,
    'The row moves stock or books a loss: nobody bought anything',
    'Dismiss it, unless it is a sale that lacks its price or buyer.',
  ],
  file_truncated: [
    422,
    'The file ends in the middle of a record',
    'Get the whole file; what was complete has been accepted.',
  ],
  file_unreadable: [
    400,
    'The file cannot be read in this format',
    'Check the path, the format and --mapping.',
  ],
  mapping_invalid: [
    400,
    'The mapping file is not valid',
    'Mend the entry named in the detail; try with --dry-run.',
  ],
  import_interrupted: [
    500,
    'The import was cut off when the server stopped',
    'Start it again: rows that were accepted count as duplicates.',
  ],
  consent_missing: [422, 'The person has not consented to this purpose', 'Record the consent first.'],

  // Metrics
  metric_unknown: [404, 'There is no such metric', 'See the registry: grandcanal metrics, GET /v1/metrics.'],
  dimension_absent: [
    422,
    'The data has no such dimension',
    'Choose another grain, or import data that carries it.',
  ],
  not_published: [
    404,
    'No revision of this metric is published for that date',
    'Ask for a published date, or publish it.',
  ],
  known_at_unknown: [
    422,
    'That point of knowledge does not exist yet',
    'Use a sequence up to the current one.',
  ],
  suppressed: [200, 'Too few people to show', 'Ask for a coarser grain.'],

  // Policy: what operators decide about serving
  policy_invalid: [
    422,
    'The policy cannot be compiled',
    'Mend the entries named in errors[]; nothing was changed.',
  ],
  notice_too_short: [
    422,
    'Rules and parameters go live after a notice period',
    'Leave effective_at out for the earliest date, or mark it as a correction or an emergency with a reason.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** An expected failure with a code from the table. `detail` says what must be, what was got, what to do. */
export class GcError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly params: Readonly<Record<string, unknown>>;
  /** Field-level causes for problem+json, as JSON pointers into the body. */
  readonly causes: readonly { pointer: string; code: string; detail: string }[];

  constructor(
    code: ErrorCode,
    detail?: string,
    options: {
      params?: Record<string, unknown>;
      causes?: { pointer: string; code: string; detail: string }[];
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? ERRORS[code][1], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GcError';
    this.code = code;
    this.status = ERRORS[code][0];
    this.params = options.params ?? {};
    this.causes = options.causes ?? [];
  }

  get title(): string {
    return ERRORS[this.code][1];
  }

  get remedy(): string {
    return ERRORS[this.code][2];
  }
}
