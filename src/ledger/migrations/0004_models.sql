-- Trained models: written once, never changed. The card is what anyone may read of a model; the artefact is the model,
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
