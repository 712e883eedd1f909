-- Crowds, saved by reference: a definition, never a list of people. Append-only; a crowd of the same id is the same crowd.
CREATE TABLE crowds (
  crowd_id text PRIMARY KEY,
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL
);
