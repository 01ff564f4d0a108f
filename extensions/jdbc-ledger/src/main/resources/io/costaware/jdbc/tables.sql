-- Tables of costaware's shared budgets, layout 1. Every statement may run again.
-- Amounts are whole units of the counter: pico-USD, tokens or requests. Times are milliseconds of
-- the epoch by the clock of the database.

-- One row a counter: a budget, whose share of it, and a window.
CREATE TABLE IF NOT EXISTS costaware_counter (
  id          bytea       PRIMARY KEY, -- SHA-256 of the counter's name, which may be long
  budget      text        NOT NULL,
  unit        text        NOT NULL,
  subject     text        NOT NULL,
  window_name text        NOT NULL,
  starts_at   bigint      NOT NULL,
  ends_at     bigint      NOT NULL,
  reserved    numeric(40) NOT NULL DEFAULT 0,
  settled     numeric(40) NOT NULL DEFAULT 0,
  live        integer     NOT NULL DEFAULT 0
);

CREATE INDEX IF NOT EXISTS costaware_counter_ends_at ON costaware_counter (ends_at);

-- One row a node's part of a counter.
CREATE TABLE IF NOT EXISTS costaware_slice (
  counter     bytea       NOT NULL,
  node        text        NOT NULL,
  sequence    bigint      NOT NULL,
  settled     numeric(40) NOT NULL,
  held        numeric(40) NOT NULL,
  allowance   numeric(40) NOT NULL,
  expires_at  bigint      NOT NULL,
  live        boolean     NOT NULL,
  PRIMARY KEY (counter, node)
);

CREATE INDEX IF NOT EXISTS costaware_slice_due ON costaware_slice (counter, expires_at) WHERE live;

-- One row: what this is, and whether it may have lost data.
CREATE TABLE IF NOT EXISTS costaware_marks (
  one              boolean PRIMARY KEY DEFAULT true CHECK (one),
  layout           integer NOT NULL,
  server           text    NOT NULL, -- which server wrote this, in which of its lives
  longest_lease    bigint  NOT NULL, -- milliseconds
  recovering_until bigint  NOT NULL
);

-- Tables that were just made have lost nothing; counters without marks may have.
INSERT INTO costaware_marks (layout, server, longest_lease, recovering_until)
  SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM costaware_counter) THEN '' ELSE 'new' END, 0, 0
  ON CONFLICT DO NOTHING;
