-- When all calls of a bucket are there again, where the provider says so: until then it does not fill by itself.
alter table provider_buckets add column resets_at timestamptz;

alter table connections
  -- When the provider last had something new: who has had nothing for days is asked less often.
  add column news_at timestamptz not null default now(),
  -- Where the provider sends its notifications about this user, at one that sends of each apart; null: nowhere yet.
  add column subscribed_url text,
  -- When it is to be asked for that, for the first time or again; null: it need not.
  add column subscribe_at timestamptz;
-- Whom to subscribe now.
create index connections_to_subscribe on connections (subscribe_at) where subscribe_at is not null;

-- Counts renewals: what a process brings late does not replace what another has stored meanwhile.
alter table provider_tokens add column version integer not null default 0;

-- When the fetch began that last saw a session of which answers are whole; null for what came by another way.
alter table records add column fetched_at timestamptz;

-- Records that are gone at their provider: an answer, or a raw one, from before that does not bring them back.
create table deleted_records (
  user_id uuid not null references users on delete cascade,
  type text not null,
  key text not null,
  deleted_at timestamptz not null,
  primary key (user_id, type, key)
);

-- The history of a user, fetched window by window.
create table backfills (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  user_id uuid not null references users on delete cascade,
  status text not null default 'queued'
    constraint backfills_status check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  types text[] not null,
  -- Null: as far back as the provider goes.
  first_day date,
  last_day date not null,
  -- Under which its events are sent.
  reference uuid not null,
  -- How far each type is.
  places jsonb not null default '{}',
  windows_done integer not null default 0,
  -- Null where nobody knows how far back there is something.
  windows_total integer,
  records integer not null default 0,
  oldest_day date,
  -- Data events sent, and how many there are to be; null until all is fetched.
  payloads_sent integer not null default 0,
  payloads_total integer,
  -- How often in a row the provider gave nothing, how often it asked to wait, and until when.
  failures integer not null default 0,
  waits integer not null default 0,
  waits_until timestamptz,
  error text,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
-- The list of an environment, newest first.
create index backfills_by_environment on backfills (environment_id, id);
-- One of a user at a time, and the list of a user.
create unique index backfills_running on backfills (user_id) where status in ('queued', 'running');
create index backfills_by_user on backfills (user_id, id);

-- What of a backfill is still to be sent: the records of each data event.
create table backfill_chunks (
  backfill_id uuid not null references backfills on delete cascade,
  no integer not null,
  type text not null,
  keys text[] not null,
  primary key (backfill_id, no)
);
