-- The clock by which due times and leases are judged. Tests replace it; worker clocks are never compared.
create function clock() returns timestamptz
  language sql stable parallel safe
  as $$ select clock_timestamp() $$;

-- A time-ordered UUID (v7) made in SQL, where one statement makes many rows.
-- PostgreSQL 18 has it built in, several times faster.
do $do$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function new_id() returns uuid
      language sql volatile parallel safe
      as 'select uuidv7()';
  else
    create function new_id() returns uuid
      language sql volatile parallel safe
      as $$
        select encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
              placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
              from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid
      $$;
  end if;
end $do$;

create table environments (
  id uuid primary key,
  dev_id text not null constraint environments_dev_id_unique unique,
  name text not null,
  created_at timestamptz not null default now()
);

-- Keys are 256 random bits, so a plain SHA-256 is enough to keep them from a reader of the database.
create table api_keys (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  hash bytea not null constraint api_keys_hash_unique unique,
  hint text not null,
  name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table users (
  user_id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  provider text not null,
  -- Who this is at the provider; files have no account, so all imports of one reference share the account 'file'.
  provider_account text,
  reference_id text,
  scopes text,
  active boolean not null default true,
  -- IANA zone for times that come without one.
  zone text,
  created_at timestamptz not null default now(),
  last_webhook_update timestamptz,
  last_data_at timestamptz
);
-- One user per provider account and reference (wire rule: the same account under two references lives twice).
create unique index users_account_unique on users (environment_id, provider, provider_account, coalesce(reference_id, ''))
  where provider_account is not null;
-- GET /userInfo?reference_id=
create index users_reference on users (environment_id, reference_id) where reference_id is not null;
-- GET /subscriptions, paged in order of creation
create index users_listed on users (environment_id, created_at, user_id);

create table imports (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  user_id uuid not null references users on delete cascade,
  kind text not null,
  filename text not null,
  -- Relative to the data directory; null once retention has removed the file.
  raw_path text,
  sha256 bytea,
  status text not null default 'queued'
    constraint imports_status check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  cancel_requested boolean not null default false,
  bytes_read bigint not null default 0,
  bytes_total bigint not null,
  -- Records seen, and of them stored or changed, by type.
  counts jsonb not null default '{}',
  saved jsonb not null default '{}',
  warnings jsonb not null default '[]',
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
-- GET /imports, newest first
create index imports_listed on imports (environment_id, id desc);
create index imports_user on imports (user_id);

-- One row per thing recorded, by its natural key. The body is the record's JSON exactly as it is sent.
create table records (
  user_id uuid not null references users on delete cascade,
  type text not null,
  key text not null,
  -- Local calendar dates of start and end: what REST ranges are asked in.
  first_day date,
  last_day date,
  start_at timestamptz,
  end_at timestamptz,
  hash bytea not null,
  body text,
  body_z bytea,
  bytes integer not null,
  -- Which input it came from and when that was seen: a fetch that finishes late must not overwrite a newer one.
  import_id uuid references imports on delete set null,
  observed_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, type, key)
);
alter table records alter column body_z set storage external;
-- REST reads: a user's records of one type between two days
create index records_by_day on records (user_id, type, first_day);

-- Each running process, so that what a dead one held can be given back. A process holds the advisory lock
-- (7355, no) for as long as it lives.
create table workers (
  no integer generated always as identity primary key,
  label text not null,
  -- The names under which its background jobs are locked.
  job_lock_ids text[] not null default '{}',
  started_at timestamptz not null default now()
);

create table settings (
  key text primary key,
  value jsonb not null
);

-- History is partitioned by day of the event id (a UUIDv7 begins with its millisecond), so that retention drops
-- tables and never deletes rows. The default partition catches a clock that jumped.
create table events (
  id uuid not null,
  environment_id uuid not null,
  user_id uuid,
  type text not null,
  reference uuid not null,
  -- Chunks of a large request are numbered; their trace ids end in `:chunk:<n>`.
  chunk integer,
  -- When the payload was made, for X-Terra-Ordering-Timestamp: kept through retries and replays.
  ordering_ms bigint not null,
  bytes integer not null,
  body text,
  body_z bytea,
  created_at timestamptz not null default now(),
  primary key (id)
) partition by range (id);
alter table events alter column body_z set storage external;
create table events_default partition of events default;
-- Event lists of an environment and of a user; erasing a user
create index events_listed on events (environment_id, id desc);
create index events_user on events (user_id, id desc) where user_id is not null;
create index events_reference on events (reference);
