import { z } from 'zod';
import { GcError } from '../../../base/index.ts';
import { Currency, Fact, type FactKind, SourceName } from '../../../contracts/index.ts';

/** Where a value comes from and how its text is read. A bare string is the name of a column. */
export const Value = z.union([
  z.string().min(1),
  z.strictObject({
    /** A value that every row has. */
    const: z.union([z.string(), z.number(), z.boolean()]).optional(),
    /** A column; in JSONL also a path, `customer.id`. */
    column: z.string().min(1).optional(),
    /** Text with columns in braces: `{order}/{line}`. Null when any of them is. */
    template: z.string().min(1).optional(),
    /** A category path from top to leaf: columns, read up to the first that is null. */
    path: z.array(z.string().min(1)).min(1).optional(),
    /** How to read it; by default as the field needs it (times as `time`, amounts as `minor`). */
    as: z.enum(['text', 'number', 'integer', 'minor', 'time', 'boolean']).optional(),
    /** Zone of times that carry no offset. */
    timezone: z.string().optional(),
    /** `iso`, `unix_s`, `unix_ms`, or a pattern of YYYY MM DD HH mm ss: `DD.MM.YYYY HH:mm`. */
    format: z.string().optional(),
    /** Currency that decides the decimals of `minor`; by default the row's own or the mapping's. */
    currency: Currency.optional(),
    /** Drop the sign: sources write refunds as negative amounts. */
    absolute: z.boolean().optional(),
    /** Values of the source to values of the field; what is not listed takes `else`, or is refused. */
    map: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    else: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
    /** Further texts that mean "nothing" in this column. */
    null_tokens: z.array(z.string()).optional(),
  }),
]);
export type Value = z.infer<typeof Value>;

/** Rows that give no fact. All tests of one condition must hold; any condition skips. */
const Condition = z.strictObject({
  column: z.string().min(1),
  in: z.array(z.string()).optional(),
  not_in: z.array(z.string()).optional(),
  empty: z.boolean().optional(),
  starts_with: z.string().optional(),
  less_than: z.number().optional(),
  greater_than: z.number().optional(),
});
export type Condition = z.infer<typeof Condition>;

const KINDS = Fact.options.map((option) => option.shape.fact.value) as [FactKind, ...FactKind[]];

const Output = z.strictObject({
  fact: z.enum(KINDS),
  /** Field of the fact → value. For category_tree: see `levels`. */
  fields: z.record(z.string(), Value).default({}),
  /** Of category_tree: columns from top to leaf. The file is read once more, before all else, to collect the tree. */
  levels: z.array(z.string().min(1)).min(1).optional(),
  skip_when: z.array(Condition).default([]),
  /** Only the first row of a source_id gives the fact. By default so for what rows repeat: accounts, items, shops … */
  once: z.boolean().optional(),
});
export type Output = z.infer<typeof Output>;

/** How columns of a file become facts. One row may give several. */
export const Mapping = z.strictObject({
  $schema: z.string().optional(),
  source: SourceName,
  format: z.enum(['csv', 'jsonl', 'parquet']).optional(),
  /** Stands for the file in identities of rows without ids; by default the file's name. */
  document: z.string().min(1).max(200).optional(),
  timezone: z.string().default('UTC'),
  currency: Currency.optional(),
  null_tokens: z.array(z.string()).default(['', 'NULL', 'null', '\\N', 'NaN', 'N/A']),
  decimal_comma: z.boolean().default(false),
  csv: z
    .strictObject({ delimiter: z.string().max(1).optional(), quote: z.string().length(1).optional() })
    .default({}),
  outputs: z.array(Output).min(1).max(32),
});
export type Mapping = z.infer<typeof Mapping>;

/** Separator of a path's levels in the ids of categories. */
export const LEVEL_SEPARATOR = ' › ';

/**
 * Reads and checks a mapping: its own shape, that each field exists in its fact, and that every field
 * the fact cannot do without is given.
 * @throws mapping_invalid, with every cause
 */
export function parseMapping(input: unknown): Mapping {
  const parsed = Mapping.safeParse(input);
  if (!parsed.success) {
    const causes = parsed.error.issues.map((issue) => ({
      pointer: `/${issue.path.join('/')}`,
      code: 'mapping_invalid',
      detail: issue.message,
    }));
    throw new GcError('mapping_invalid', `${causes[0]!.pointer}: ${causes[0]!.detail}.`, { causes });
  }
  const causes: { pointer: string; code: string; detail: string }[] = [];
  const complain = (pointer: string, detail: string) =>
    causes.push({ pointer, code: 'mapping_invalid', detail });
  for (const [k, output] of parsed.data.outputs.entries()) {
    if (output.fact === 'category_tree') {
      if (!output.levels) complain(`/outputs/${k}/levels`, 'A category tree needs levels: its columns');
      continue;
    }
    const shape = shapeOf(output.fact);
    for (const field of Object.keys(output.fields)) {
      if (field.split('.')[0]! in shape && field !== 'fact') continue;
      complain(`/outputs/${k}/fields/${field}`, `${output.fact} has no field ${field}`);
    }
    for (const [field, schema] of Object.entries(shape)) {
      if (field === 'fact' || field === 'source_id' || schema.safeParse(undefined).success) continue;
      if (field === 'currency' && parsed.data.currency) continue;
      const given = Object.keys(output.fields).some((name) => name.split('.')[0] === field);
      if (!given) complain(`/outputs/${k}/fields`, `${output.fact} needs ${field}`);
    }
    for (const [field, value] of Object.entries(output.fields)) {
      if (typeof value === 'string') continue;
      const roads = [value.const, value.column, value.template, value.path].filter((x) => x !== undefined);
      if (roads.length !== 1) {
        complain(`/outputs/${k}/fields/${field}`, 'Give exactly one of const, column, template, path');
      }
    }
  }
  if (causes.length > 0)
    throw new GcError('mapping_invalid', `${causes[0]!.pointer}: ${causes[0]!.detail}.`, { causes });
  return parsed.data;
}

/** Fields of a kind of fact with their schemas. */
export function shapeOf(kind: FactKind): Record<string, z.ZodType> {
  const option = Fact.options.find((candidate) => candidate.shape.fact.value === kind)!;
  return option.shape as unknown as Record<string, z.ZodType>;
}

/** Every column that a mapping names, to be checked against the file's. */
export function columnsOf(mapping: Mapping): string[] {
  const names = new Set<string>();
  for (const output of mapping.outputs) {
    for (const level of output.levels ?? []) names.add(level);
    for (const condition of output.skip_when) names.add(condition.column);
    for (const value of Object.values(output.fields)) {
      if (typeof value === 'string') names.add(value);
      else if (value.column !== undefined) names.add(value.column);
      else if (value.path !== undefined) for (const name of value.path) names.add(name);
      else for (const name of templateColumns(value.template ?? '')) names.add(name);
    }
  }
  return [...names];
}

export function templateColumns(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
}
