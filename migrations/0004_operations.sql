-- Work an operator asked for that takes a while: sending again what a destination missed, or what a filter finds.
create table jobs (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  kind text not null constraint jobs_kind check (kind in ('recover', 'resend')),
  status text not null default 'queued'
    constraint jobs_status check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- What was asked for.
  request jsonb not null,
  -- At most so many deliveries are put into the queue a second; null for no limit.
  rate_per_second double precision,
  -- The last event dealt with: where it goes on after an interruption, and not before when.
  place uuid,
  resumes_at timestamptz,
  -- Deliveries put into the queue, and how many there were to be when it began; null until they are counted.
  done bigint not null default 0,
  total bigint,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
-- GET /jobs, newest first
create index jobs_listed on jobs (environment_id, id desc);

-- Of the time after which a failing destination is switched off, the percentage last warned of. And whether the other
-- destinations have been told that it was.
alter table destinations
  add column warned_percent smallint not null default 0,
  add column disabled_told boolean not null default true;
-- What is to be told
create index destinations_untold on destinations (id) where not disabled_told;

-- Natural keys of the records in what a minimum interval gathers; null for all else.
alter table deliveries add column keys text[];

-- An older version of records, waiting for the end of a minimum interval, ends when a newer event holds them all.
alter table outcomes drop constraint outcomes_status;
alter table outcomes add constraint outcomes_status check (status in ('delivered', 'failed', 'superseded'));
alter table outcomes add column superseded_by uuid;
-- Lists of what was superseded
create index outcomes_superseded on outcomes (event_id desc) where status = 'superseded';

-- What a receiver polls: by when the writing transaction began, which is known while it runs, unlike its end.
create index events_polled on events (environment_id, created_at, id);

-- Whether a destination with such a filter (null takes every type) gets an event unasked. What Tellus says of other
-- destinations it must name: no receiver gets types it was not written for.
create function wants_type(event_types text[], type text) returns boolean
  language sql immutable parallel safe
  as $$
    select case
      when type in ('destination.failing', 'destination.disabled') then coalesce(type = any (event_types), false)
      when type = 'healthcheck' then false
      else event_types is null or type = any (event_types)
    end
  $$;
