-- What one replica tells the others of live values, so that all know it within a second. Read by number; numbers are drawn and
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
