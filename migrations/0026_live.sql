-- Single-use tokens of the live stream, kept as their hash: one with a user lets it submit, one without lets an app listen.
create table live_tokens (
  hash bytea primary key,
  environment_id uuid not null references environments on delete cascade,
  key_id uuid not null references api_keys on delete cascade,
  user_id uuid references users on delete cascade,
  expires_at timestamptz not null
);
create index live_tokens_expired on live_tokens (expires_at);

-- The number of an environment's newest dispatch. Its row stays locked until a batch commits, so that numbers become visible
-- in their order, whichever process gave them.
create table live_cursors (
  environment_id uuid primary key references environments on delete cascade,
  seq bigint not null
);

-- What was dispatched in the last minutes, for listeners of other processes and for replays. Unlogged: a crash of the
-- database empties it.
create unlogged table live_dispatches (
  environment_id uuid not null references environments on delete cascade,
  seq bigint not null,
  user_id uuid not null references users on delete cascade,
  type text not null,
  body text not null,
  created_at timestamptz not null,
  primary key (environment_id, seq)
);
-- what is past its minutes
create index live_dispatches_old on live_dispatches (created_at);
-- what goes with a user
create index live_dispatches_user on live_dispatches (user_id);
