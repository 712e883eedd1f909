import { z } from 'zod';

/** Who asks: people with roles, keys with scopes. */

export const Role = z.enum(['operator', 'industry_operator', 'merchant']);
export type Role = z.infer<typeof Role>;

/** What an API key may do. `admin` is everything an operator may. */
export const Scope = z.enum([
  'events:write',
  'facts:write',
  'metrics:read',
  'imports:write',
  'serve',
  'admin',
]);
export type Scope = z.infer<typeof Scope>;

export const SignInBody = z.object({ email: z.email(), password: z.string().min(1).max(1000) });

/** Who is signed in. Exactly one of merchant_id (role merchant) and industries (role industry_operator) matters. */
export const Me = z
  .object({
    kind: z.enum(['person', 'key', 'local']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: Role,
    merchant_id: z.string().nullable(),
    industries: z.array(z.string()),
    scopes: z.array(Scope),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const User = z
  .object({
    user_id: z.string(),
    email: z.string(),
    name: z.string(),
    role: Role,
    merchant_id: z.string().nullable(),
    industries: z.array(z.string()),
    created_at: z.string(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const CreateUserBody = z.object({
  email: z.email(),
  name: z.string().min(1).max(200),
  password: z.string().min(10).max(200),
  role: Role,
  merchant_id: z.string().optional(),
  industries: z.array(z.string().min(1).max(64)).optional(),
});
export type CreateUserBody = z.input<typeof CreateUserBody>;

export const ApiKey = z
  .object({
    key_id: z.string(),
    name: z.string(),
    /** First characters, to tell keys apart. The key itself is shown once, at creation. */
    prefix: z.string(),
    scopes: z.array(Scope),
    merchant_id: z.string().nullable(),
    signed: z.boolean(),
    created_at: z.string(),
    last_used_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateKeyBody = z.object({
  name: z.string().min(1).max(200),
  scopes: z.array(Scope).min(1),
  /** The key then sees this merchant alone, and may only read metrics. */
  merchant_id: z.string().optional(),
  /** Requests must carry Gc-Timestamp and Gc-Signature (HMAC-SHA256 of `timestamp.body`). */
  signed: z.boolean().default(false),
});
export type CreateKeyBody = z.input<typeof CreateKeyBody>;
/** `key` and `signing_secret` are shown this once. */
export const CreatedKey = ApiKey.extend({ key: z.string(), signing_secret: z.string().nullable() }).meta({
  id: 'CreatedKey',
});
export type CreatedKey = z.infer<typeof CreatedKey>;
