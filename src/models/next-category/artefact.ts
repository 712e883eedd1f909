import { z } from 'zod';
import { GcError } from '../../base/index.ts';
import type { Shape } from './gam.ts';
import { Options } from './options.ts';
import type { State } from './state.ts';

/** Raised when the meaning of an artefact changes; another version is refused. */
export const ARTEFACT_VERSION = 3;

/** A fitted model: everything a prediction needs besides the person's own history. */
export interface Artefact {
  version: number;
  options: Options;
  /** Day up to which history was used; predictions are for [trainedTo, trainedTo + horizon). */
  trainedTo: number;
  windows: { from: number; to: number; people: number; firsts: number }[];
  intercept: number;
  terms: Shape[];
  state: State;
}

/** Typed arrays as base64 of their little-endian bytes: exact and short. */
const column = z.strictObject({ type: z.enum(['f64', 'f32', 'i32']), data: z.string() });
const affinity = z.strictObject({
  weight: column,
  offset: column,
  vocabulary: z.strictObject({
    size: z.number().int(),
    categories: z.number().int(),
    views: z.array(z.strictObject({ name: z.string(), weight: z.number(), input: column })),
  }),
});
const shape = z.strictObject({
  name: z.string(),
  columns: z.array(z.number().int().nonnegative()).min(1).max(2),
  knotsA: column,
  knotsB: column,
  effect: column,
  monotone: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
});

/** The artefact as it is stored (JSON). */
export const StoredArtefact = z.strictObject({
  version: z.literal(ARTEFACT_VERSION),
  options: Options,
  trainedTo: z.number().int(),
  windows: z.array(
    z.strictObject({ from: z.number().int(), to: z.number().int(), people: z.number(), firsts: z.number() }),
  ),
  intercept: z.number(),
  terms: z.array(shape),
  state: z.strictObject({
    split: z.number().int(),
    firstDay: z.number().int(),
    categories: z.number().int(),
    departments: z.number().int(),
    meanRate: z.number(),
    department: column,
    share: column,
    popularity: column,
    newBuyers: column,
    trend: column,
    dispersion: column,
    buyerPosition: column,
    departmentShare: column,
    recent: z.strictObject({ near: column, lead: column }),
    affinity,
    detail: affinity,
    taste: z.strictObject({ basis: column, gain: column }),
  }),
});
export type StoredArtefact = z.infer<typeof StoredArtefact>;

const KINDS = { f64: Float64Array, f32: Float32Array, i32: Int32Array } as const;

/** The artefact as JSON-ready data. Reading it back gives byte-equal predictions. */
export function store(artefact: Artefact): StoredArtefact {
  return pack(artefact) as StoredArtefact;
}

/** Reads a stored artefact. @throws schema_mismatch when it is malformed or of another version */
export function load(data: unknown): Artefact {
  const parsed = StoredArtefact.safeParse(data);
  if (!parsed.success)
    throw new GcError(
      'schema_mismatch',
      `This is not a next-category artefact of version ${ARTEFACT_VERSION}.`,
      {
        cause: parsed.error,
      },
    );
  const artefact = unpack(parsed.data) as Artefact;
  const { categories, affinity, detail, taste, recent } = artefact.state;
  if (
    [recent.near, recent.lead].some((matrix) => matrix.length !== categories * categories) ||
    [affinity, detail].some((a) => a.weight.length !== a.vocabulary.size * categories) ||
    taste.basis.length !== taste.gain.length * categories ||
    artefact.terms.some((t) => t.effect.length !== t.knotsA.length * Math.max(1, t.knotsB.length))
  )
    throw new GcError('schema_mismatch', 'The artefact’s columns do not fit its number of categories.');
  return artefact;
}

function pack(value: unknown): unknown {
  for (const [type, kind] of Object.entries(KINDS))
    if (value instanceof kind)
      return { type, data: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  if (Array.isArray(value)) return value.map(pack);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, pack(v)]));
  return value;
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!value || typeof value !== 'object') return value;
  const packed = column.safeParse(value);
  if (!packed.success) return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, unpack(v)]));
  const bytes = Buffer.from(packed.data.data, 'base64');
  const Kind = KINDS[packed.data.type];
  if (bytes.length % Kind.BYTES_PER_ELEMENT !== 0)
    throw new GcError('schema_mismatch', 'A column of the artefact is cut off.');
  return new Kind(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
