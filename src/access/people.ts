import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { GcError } from '../base/index.ts';
import type { CreateUserBody, Role, User } from '../contracts/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Principal } from './principal.ts';

interface UserRow {
  id: string;
  email: string;
  name: string;
  role: string;
  merchant_id: string | null;
  industries: string[];
  created_at: Date | string;
}

const COLUMNS = 'id, email, name, role, merchant_id, industries, created_at';
const viewOf = (row: UserRow): User => ({
  user_id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as Role,
  merchant_id: row.merchant_id,
  industries: row.industries,
  created_at: new Date(row.created_at).toISOString(),
});

/** better-auth over the ledger's own tables (0002_access.sql): email and password, session cookie. */
function authOf(ledger: Ledger, secret: string, secureCookies: boolean) {
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    // Only used to build links in mails, which we send none of.
    baseURL: 'http://localhost',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db: ledger.db, type: 'postgres' },
    advanced: { cookiePrefix: 'grandcanal', useSecureCookies: secureCookies },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      disableSignUp: true,
      password: { hash: (password) => hash(password), verify: (given) => verify(given.hash, given.password) },
    },
    session: {
      modelName: 'auth_sessions',
      expiresIn: 7 * 86_400,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...times,
      },
    },
    user: { modelName: 'auth_users', fields: { emailVerified: 'email_verified', ...times } },
    account: {
      modelName: 'auth_accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...times,
      },
    },
    verification: { modelName: 'auth_verifications', fields: { expiresAt: 'expires_at', ...times } },
  });
}

/** People who sign in to the consoles. Role and reach are ours; passwords (argon2id) and sessions are better-auth's. */
export class People {
  readonly #ledger: Ledger;
  readonly #auth: ReturnType<typeof authOf>;

  constructor(ledger: Ledger, secret: string, secureCookies: boolean) {
    this.#ledger = ledger;
    this.#auth = authOf(ledger, secret, secureCookies);
  }

  /** @throws validation_failed (role without its reach), conflict (email taken) */
  async create(body: CreateUserBody): Promise<User> {
    const email = body.email.toLowerCase();
    const industries = body.role === 'industry_operator' ? (body.industries ?? []) : [];
    const merchantId = body.role === 'merchant' ? (body.merchant_id ?? null) : null;
    const missing =
      body.role === 'merchant' && !merchantId
        ? 'merchant_id'
        : body.role === 'industry_operator' && industries.length === 0
          ? 'industries'
          : null;
    if (missing) {
      throw new GcError('validation_failed', `Role ${body.role} needs ${missing}.`, {
        causes: [{ pointer: `/${missing}`, code: 'required', detail: `must be given for role ${body.role}` }],
      });
    }
    const [taken] = await this.#ledger.query('SELECT 1 FROM auth_users WHERE email = $1', [email]);
    if (taken) throw new GcError('conflict', `A user with the email ${email} exists.`);
    const context = await this.#auth.$context;
    const user = await context.internalAdapter.createUser(
      { email, name: body.name, emailVerified: true },
      { method: 'admin' },
    );
    await this.#ledger.query(
      'UPDATE auth_users SET role = $2, merchant_id = $3, industries = $4 WHERE id = $1',
      [user.id, body.role, merchantId, industries],
    );
    await context.internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: await context.password.hash(body.password),
    });
    return (await this.#byId(user.id))!;
  }

  /** By email; `after` is the last email of the page before. */
  async list(limit: number, after?: string): Promise<User[]> {
    const rows = await this.#ledger.query<UserRow>(
      `SELECT ${COLUMNS} FROM auth_users WHERE email > $2 ORDER BY email LIMIT $1`,
      [limit, after ?? ''],
    );
    return rows.map(viewOf);
  }

  /** Removes a person; their sessions and password go with them. @throws not_found, conflict (last operator) */
  async remove(userId: string): Promise<void> {
    const user = await this.#byId(userId);
    if (!user) throw new GcError('not_found', `There is no user ${userId}.`);
    const [last] = await this.#ledger.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM auth_users WHERE role = 'operator' AND id <> $1`,
      [userId],
    );
    if (user.role === 'operator' && last!.n === 0) {
      throw new GcError('conflict', 'The last operator cannot be removed.');
    }
    await this.#ledger.query('DELETE FROM auth_users WHERE id = $1', [userId]);
  }

  /** @returns the principal and the cookies to set; null when email or password is wrong */
  async signIn(email: string, password: string): Promise<{ principal: Principal; cookies: string[] } | null> {
    const response = await this.#auth.api.signInEmail({
      body: { email: email.toLowerCase(), password },
      asResponse: true,
    });
    if (!response.ok) return null;
    const { user } = (await response.json()) as { user: { id: string } };
    const view = await this.#byId(user.id);
    return view ? { principal: principalOf(view), cookies: response.headers.getSetCookie() } : null;
  }

  /** Ends the session of a cookie. @returns cookies that clear it */
  async signOut(cookie: string): Promise<string[]> {
    const response = await this.#auth.api.signOut({ headers: new Headers({ cookie }), asResponse: true });
    return response.headers.getSetCookie();
  }

  async principalOfCookie(cookie: string): Promise<Principal | null> {
    const session = await this.#auth.api.getSession({
      headers: new Headers({ cookie }),
      query: { disableRefresh: true },
    });
    if (!session) return null;
    const view = await this.#byId(session.user.id);
    return view && principalOf(view);
  }

  async #byId(id: string): Promise<User | null> {
    const [row] = await this.#ledger.query<UserRow>(`SELECT ${COLUMNS} FROM auth_users WHERE id = $1`, [id]);
    return row ? viewOf(row) : null;
  }
}

const principalOf = (user: User): Principal => ({
  kind: 'person',
  id: user.user_id,
  name: user.name,
  email: user.email,
  role: user.role,
  merchant_id: user.merchant_id,
  industries: user.industries,
  scopes: [],
});
