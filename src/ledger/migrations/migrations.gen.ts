// Generated from migrations/*.sql by `npm run sql`. Do not edit.
export const migrations = [
  {
    version: 1,
    name: "core",
    text: `-- Current, transactional state that no other room's migration owns. Times are UTC. JSON goes in as text.

-- Settings of the marketplace: a new row a change, the highest version holds. The value is validated by contracts.
CREATE TABLE settings
(
    version integer PRIMARY KEY,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL
);

-- The one key from customer numbers to the warehouse's ids. It never leaves the ledger.
CREATE TABLE pseudonym_key
(
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Personal data, and the way back from a pseudonym to the source's customer number.
CREATE TABLE accounts_pii
(
    account_id text PRIMARY KEY,
    source text NOT NULL,
    source_id text NOT NULL,
    traits jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (source, source_id)
);

-- Pseudonyms that are never to be stored again. finished_at: when the warehouse's facts were gone too.
CREATE TABLE erasures
(
    account_id text PRIMARY KEY,
    requested_at timestamptz NOT NULL DEFAULT now(),
    requested_by text NOT NULL,
    finished_at timestamptz
);

CREATE TABLE imports
(
    import_id text PRIMARY KEY,
    kind text NOT NULL,
    source text NOT NULL,
    path text NOT NULL,
    dry_run boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    stage text NOT NULL DEFAULT '',
    rows_total bigint,
    received bigint NOT NULL DEFAULT 0,
    accepted bigint NOT NULL DEFAULT 0,
    duplicate bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    rejected_by_code jsonb NOT NULL DEFAULT '{}',
    error jsonb,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX imports_started ON imports (started_at DESC, import_id DESC);

-- Rows that were not accepted, as they came. json, not jsonb: a row may hold \\u0000, which jsonb refuses.
-- account_id where the row named an account, so that erasing the person removes the row too.
CREATE TABLE rejected_rows
(
    rejected_id text PRIMARY KEY,
    source text NOT NULL,
    document text NOT NULL DEFAULT '',
    index bigint NOT NULL,
    fact text NOT NULL DEFAULT '',
    code text NOT NULL,
    detail text NOT NULL,
    pointer text NOT NULL DEFAULT '',
    row json NOT NULL,
    account_id text,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'replayed', 'dismissed'))
);
CREATE INDEX rejected_rows_status ON rejected_rows (status, rejected_at DESC, rejected_id DESC);
CREATE INDEX rejected_rows_code ON rejected_rows (code, status);
CREATE INDEX rejected_rows_document ON rejected_rows (source, document, index);
CREATE INDEX rejected_rows_account ON rejected_rows (account_id) WHERE account_id IS NOT NULL;

-- Published results, frozen: a restatement is a new revision.
CREATE TABLE publications
(
    publication_id text PRIMARY KEY,
    metric_id text NOT NULL,
    version integer NOT NULL,
    grain text NOT NULL,
    variant text NOT NULL DEFAULT 'headline',
    as_of date NOT NULL,
    known_at bigint NOT NULL,
    revision integer NOT NULL,
    state text NOT NULL CHECK (state IN ('provisional', 'final')),
    result jsonb NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    published_by text NOT NULL,
    UNIQUE (metric_id, grain, variant, as_of, revision)
);
CREATE INDEX publications_published ON publications (published_at DESC, publication_id DESC);

-- Who changed what. Append-only, held by triggers.
CREATE TABLE audit
(
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_subject ON audit (subject, audit_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`,
  },
  {
    version: 2,
    name: "access",
    text: `-- People who sign in (better-auth's tables, with role and reach of our own), API keys, and what the API
-- remembers of idempotent requests.

CREATE TABLE auth_users
(
    id text PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    email_verified boolean NOT NULL,
    image text,
    role text NOT NULL DEFAULT 'merchant' CHECK (role IN ('operator', 'industry_operator', 'merchant')),
    merchant_id text,
    industries text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auth_sessions
(
    id text PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    token text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL,
    ip_address text,
    user_agent text,
    user_id text NOT NULL REFERENCES auth_users (id) ON DELETE CASCADE
);
CREATE INDEX auth_sessions_user ON auth_sessions (user_id);

CREATE TABLE auth_accounts
(
    id text PRIMARY KEY,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id text NOT NULL REFERENCES auth_users (id) ON DELETE CASCADE,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL
);
CREATE INDEX auth_accounts_user ON auth_accounts (user_id);

CREATE TABLE auth_verifications
(
    id text PRIMARY KEY,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_verifications_identifier ON auth_verifications (identifier);

CREATE TABLE api_keys
(
    key_id text PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash text NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    merchant_id text,
    signed boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);

CREATE TABLE access_secrets
(
    name text PRIMARY KEY,
    value text NOT NULL
);

-- One row per (principal, Idempotency-Key): the answer is given again for a day. status NULL: still in flight.
CREATE TABLE idempotency_records
(
    principal text NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status integer,
    body text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_records_created ON idempotency_records (created_at);
`,
  },
  {
    version: 3,
    name: "crowds",
    text: `-- Crowds, saved by reference: a definition, never a list of people. Append-only; a crowd of the same id is the same crowd.
CREATE TABLE crowds (
  crowd_id text PRIMARY KEY,
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL
);
`,
  },
  {
    version: 4,
    name: "models",
    text: `-- Trained models: written once, never changed. The card is what anyone may read of a model; the artefact is the model,
-- as the text whose SHA-256 stands beside it. A training that found too little data has a card and no artefact.
CREATE TABLE models
(
    model_id text PRIMARY KEY,
    kind text NOT NULL,
    version integer NOT NULL,
    card jsonb NOT NULL,
    artefact text,
    artefact_sha256 text,
    trained_at timestamptz NOT NULL,
    trained_by text NOT NULL,
    UNIQUE (kind, version)
);
`,
  },
  {
    version: 5,
    name: "policies",
    text: `-- What operators decided about serving. Versions are written once, never changed: a decision names the hash of the one
-- it was made under. Changes wait out their notice here until they make a version.
CREATE TABLE policies
(
    version integer PRIMARY KEY,
    hash text NOT NULL,
    content jsonb NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    equals_version integer REFERENCES policies (version),
    announced_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL
);
CREATE INDEX policies_hash ON policies (hash);

CREATE TABLE policy_changes
(
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patch jsonb NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'live', 'withdrawn', 'refused')),
    version integer REFERENCES policies (version)
);
CREATE INDEX policy_changes_pending ON policy_changes (effective_at) WHERE status = 'pending';
`,
  },
  {
    version: 6,
    name: "snapshots",
    text: `-- Snapshots that serving was built from. A row stays when its file goes (\`kept\` false), because decisions name its hash.
CREATE TABLE snapshots
(
    snapshot_id text PRIMARY KEY,
    hash text NOT NULL,
    known_at bigint NOT NULL,
    day integer NOT NULL,
    bytes bigint NOT NULL,
    counts jsonb NOT NULL,
    seconds double precision NOT NULL,
    built_at timestamptz NOT NULL,
    built_by text NOT NULL,
    kept boolean NOT NULL DEFAULT true
);
CREATE INDEX snapshots_hash ON snapshots (hash);

-- Which one serves from when on: the last row.
CREATE TABLE snapshot_activations
(
    activation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    snapshot_id text NOT NULL REFERENCES snapshots (snapshot_id),
    at timestamptz NOT NULL,
    actor text NOT NULL
);
`,
  },
  {
    version: 7,
    name: "policies_append_only",
    text: `-- Versions of the policy are written once: held by triggers, as the audit is. Nothing looks a version up by its hash.
DROP INDEX policies_hash;
CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE ON policies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_no_truncate BEFORE TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`,
  },
  {
    version: 8,
    name: "search_judgements",
    text: `-- How well items answer queries, as people said: append-only, the latest of a query and an item holds.
CREATE TABLE search_judgements (
  judgement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  query text NOT NULL,
  item_id text NOT NULL,
  grade smallint NOT NULL CHECK (grade BETWEEN 0 AND 3),
  author text NOT NULL,
  judged_at timestamptz NOT NULL
);
CREATE INDEX search_judgements_latest ON search_judgements (query, item_id, judgement_id DESC);

-- What all judged queries came to under a policy and a snapshot: append-only.
CREATE TABLE search_runs (
  run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_at timestamptz NOT NULL,
  author text NOT NULL,
  policy_version integer NOT NULL,
  snapshot_hash text NOT NULL,
  query_count integer NOT NULL,
  ndcg double precision
);
CREATE TRIGGER search_judgements_append_only BEFORE UPDATE OR DELETE ON search_judgements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER search_runs_append_only BEFORE UPDATE OR DELETE ON search_runs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
`,
  },
  {
    version: 9,
    name: "live_values",
    text: `-- What one replica tells the others of live values, so that all know it within a second. Read by number; numbers are drawn and
-- committed under one lock, so that whoever has read number n has seen everything before it. Pseudonyms only.
CREATE SEQUENCE live_numbers;

-- How things stand, the latest of each: who is not to be read, what cannot be had.
CREATE TABLE live_states
(
    op text NOT NULL,
    key text NOT NULL,
    value boolean NOT NULL,
    at bigint NOT NULL,
    seq bigint,
    replica text NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (op, key)
);
CREATE INDEX live_states_number ON live_states (number);

-- What people did, a row a telling; kept for some days.
CREATE TABLE live_activity
(
    number bigint PRIMARY KEY,
    replica text NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    ops jsonb NOT NULL
);
CREATE INDEX live_activity_told ON live_activity (told_at);

-- How far each replica has told, by its own sequence: what it had acknowledged and not told when it was killed, it tells at its start.
CREATE TABLE live_replicas
(
    replica text PRIMARY KEY,
    told_seq bigint NOT NULL
);
`,
  },
] as const;
