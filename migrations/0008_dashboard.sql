-- Where an event came from, where the caller knows it: when that came in, in epoch milliseconds, and the file it was in.
-- Null costs an event no byte.
alter table events
  add column received_ms bigint,
  add column import_id uuid;

-- How attempts went, by hour. Attempts are stored nearly in the order they begin, so that an index of ranges finds an
-- hour and costs an insert next to nothing.
create index attempts_started on attempts using brin (started_at) with (pages_per_range = 16, autosummarize = on);

-- Hours that are over, summed up once: what the dashboard's figures are read from.
create table summed_hours (
  hour timestamptz primary key
);
create table event_hours (
  hour timestamptz not null,
  environment_id uuid not null references environments on delete cascade,
  events bigint not null,
  primary key (environment_id, hour)
);
create table attempt_hours (
  hour timestamptz not null,
  environment_id uuid not null references environments on delete cascade,
  destination_id uuid not null,
  delivered bigint not null,
  retrying bigint not null,
  failed bigint not null,
  last_at timestamptz not null,
  -- Attempts by how long they took, and deliveries by how long they took from what came in to the 2xx: counts by the
  -- number of a bucket, each a tenth wider than the one before.
  took jsonb not null,
  delays jsonb not null,
  sampled boolean not null,
  primary key (environment_id, destination_id, hour)
);
-- Out with what is past its retention
create index event_hours_old on event_hours (hour);
create index attempt_hours_old on attempt_hours (hour);

-- Users connected at a time
create index users_connected on users (environment_id, created_at) where active;
-- What the dashboard follows while it runs
create index imports_open on imports (environment_id) where status in ('queued', 'running');
create index jobs_open on jobs (environment_id) where status in ('queued', 'running');

-- Sources that an environment has switched on or off; no row means on.
create table source_settings (
  environment_id uuid not null references environments on delete cascade,
  provider text not null,
  enabled boolean not null,
  updated_at timestamptz not null default clock(),
  primary key (environment_id, provider)
);

-- What an environment did for the first time, where nothing else tells it.
create table first_steps (
  environment_id uuid not null references environments on delete cascade,
  step text not null constraint first_steps_step check (step in ('key', 'generated')),
  at timestamptz not null default clock(),
  primary key (environment_id, step)
);
