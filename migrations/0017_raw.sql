-- What providers answered, as they answered it: from it a corrected mapper makes the records anew.
create table raw_answers (
  id uuid not null,
  user_id uuid not null references users on delete cascade,
  provider text not null,
  type text not null,
  -- The days that were asked for.
  first_day date not null,
  last_day date not null,
  -- The person's zone at the time: a mapper needs it for times that came without one.
  zone text,
  -- When it was last given; the id says when it first was.
  observed_at timestamptz not null,
  hash bytea not null,
  body text,
  body_z bytea,
  bytes integer not null,
  -- A user's answers in order, for lists and replays.
  primary key (user_id, id)
);
alter table raw_answers alter column body_z set storage external;
-- The last one kept for a window, and which are newer than one
create index raw_answers_window on raw_answers (user_id, type, first_day, last_day);
-- What is past its retention
create index raw_answers_observed on raw_answers (observed_at);

-- Of which inputs a record was made, the last to say something last: ids of raw answers or of imports.
alter table records
  add column raw_ids uuid[] not null default '{}',
  -- Whether they are all that is in it.
  add column raw_whole boolean not null default false,
  -- The mapper that read the last of them, and its version, such as OURA@1.
  add column mapper text;

-- The zone that times without one were read in, to read the file in it again.
alter table imports add column zone text;

-- Runs of the mappers of today over what is kept.
create table replays (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  status text not null default 'queued'
    constraint replays_status check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- What was asked for.
  request jsonb not null,
  -- Where it goes on after an interruption; null at the beginning.
  place jsonb,
  -- What it found so far, by type.
  result jsonb not null,
  -- Answers and files dealt with, and how many there were to be.
  done bigint not null default 0,
  total bigint not null,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
-- GET /replays, newest first
create index replays_listed on replays (environment_id, id desc);
