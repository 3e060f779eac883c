-- Where events go. What is secret (signing secrets, custom headers) is sealed with TELLUS_SECRET_KEY.
create table destinations (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  kind text not null constraint destinations_kind check (kind in ('webhook', 'inbox')),
  name text not null,
  url text,
  inbox_id uuid,
  -- Null takes every type.
  event_types text[],
  enabled boolean not null default true,
  disabled_at timestamptz,
  disabled_reason text,
  mode text not null default 'push' constraint destinations_mode check (mode in ('push', 'ping')),
  timeout_ms integer not null default 8000,
  headers text,
  secret text not null,
  previous_secret text,
  previous_expires_at timestamptz,
  -- "terra", "long", or the waits in seconds after each failure.
  retry jsonb not null default '"terra"',
  max_in_flight integer not null default 32,
  rate_limit_per_second double precision,
  -- Seconds by event type: a user's updates of that type are gathered and sent at most that often.
  min_interval_seconds jsonb,
  standard_webhooks boolean not null default false,
  disable_on_gone boolean not null default true,
  -- Since when every attempt failed, and how many did: what switches off a destination that is dead for good.
  failing_since timestamptz,
  failing_attempts integer not null default 0,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint destinations_target check ((kind = 'webhook') = (url is not null) and (kind = 'inbox') = (inbox_id is not null))
);
-- The fan-out of an event, and the list of destinations
create index destinations_listed on destinations (environment_id, id);

-- Counts every change of a destination. Workers read it with each claim to know when what they remember is old.
create table destination_changes (
  single boolean primary key default true constraint destination_changes_one_row check (single),
  version bigint not null
);
insert into destination_changes (version) values (1);

-- The queue: one narrow row while work remains. The id is the trace id. A held row is due at infinity: it waits for
-- a person. No foreign keys: they would lock a destination's row for each delivery stored; what a deleted destination
-- leaves behind is swept.
create table deliveries (
  id uuid primary key,
  event_id uuid not null,
  destination_id uuid not null,
  -- The attempt last begun, and how many belong to earlier runs (before a resend): a new run has its whole schedule.
  attempt integer not null default 0,
  attempts_before integer not null default 0,
  -- 0: first attempts; 1: retries, resends and recoveries, which must not hold up the first.
  class smallint not null default 0,
  lease_owner integer,
  lease_until timestamptz,
  due_at timestamptz not null
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000,
  autovacuum_vacuum_cost_delay = 0
);
-- Claims: due rows of one destination and class; which destinations have rows; when the next is due.
-- Leases are not in it, so that taking one leaves the index alone.
create index deliveries_due on deliveries (destination_id, class, due_at, id);
-- The deliveries of an event; erasing a user
create index deliveries_event on deliveries (event_id);

-- Every attempt, for people to read. Partitioned like events.
create table attempts (
  event_id uuid not null,
  delivery_id uuid not null,
  destination_id uuid not null,
  number integer not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- Null when no answer came.
  status_code smallint,
  error text,
  -- At most the first 16 KiB.
  response_body text,
  -- Attempts of an event; erasing a user
  primary key (event_id, delivery_id, number)
) partition by range (event_id);
create table attempts_default partition of attempts default;

-- How a delivery ended. A resend after the end adds a row with a higher attempt: the highest counts.
create table outcomes (
  event_id uuid not null,
  delivery_id uuid not null,
  destination_id uuid not null,
  attempt integer not null,
  status text not null constraint outcomes_status check (status in ('delivered', 'failed')),
  at timestamptz not null,
  -- Outcomes of an event; erasing a user
  primary key (event_id, delivery_id, attempt)
) partition by range (event_id);
create table outcomes_default partition of outcomes default;
-- Counts and lists of one destination, recovery
create index outcomes_destination on outcomes (destination_id, event_id);
-- Lists of what failed
create index outcomes_failed on outcomes (event_id desc) where status = 'failed';

-- When updates of one user and type go out next to a destination with a minimum interval.
create table delivery_windows (
  destination_id uuid not null references destinations on delete cascade,
  user_id uuid not null,
  type text not null,
  sends_at timestamptz not null,
  primary key (destination_id, user_id, type)
);

-- Keys an app gave its own events, so that a repeat is not stored twice.
create table event_keys (
  environment_id uuid not null references environments on delete cascade,
  key text not null,
  event_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (environment_id, key)
);
-- Keys die with the retention of their events.
create index event_keys_event on event_keys (event_id);

-- What became of an event's deliveries. A row in the queue outweighs the outcome of an earlier run; what waits for a
-- destination that is switched off is held.
create function delivery_states(event uuid)
  returns table (delivery_id uuid, destination_id uuid, status text, next_attempt_at timestamptz)
  language sql stable
  as $$
    select q.id, q.destination_id,
      case when q.due_at < 'infinity' and d.enabled then 'pending' else 'held' end,
      case when q.due_at < 'infinity' and d.enabled then q.due_at end
    from deliveries q
    left join destinations d on d.id = q.destination_id
    where q.event_id = event
    union all
    select ended.delivery_id, ended.destination_id, ended.status, null
    from (
      select distinct on (o.delivery_id) o.delivery_id, o.destination_id, o.status
      from outcomes o
      where o.event_id = event and not exists (select 1 from deliveries q where q.id = o.delivery_id)
      order by o.delivery_id, o.attempt desc
    ) ended
  $$;
