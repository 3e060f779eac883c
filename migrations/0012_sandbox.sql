-- The pretend provider: until when a grant's device has synced, what is made to go wrong with it, and its calls of the
-- minute that runs.
alter table sandbox_grants
  add column synced_at timestamptz,
  add column sync_due_at timestamptz,
  add column window_started_at timestamptz,
  add column window_calls integer not null default 0,
  add column fault text,
  -- How often it is still to happen; null until it is changed.
  add column fault_calls integer,
  -- After how many seconds to come back, or how long an answer takes.
  add column fault_seconds double precision,
  -- What happens to notifications, and the one that is held back meanwhile.
  add column notices text,
  add column held_notice text;
update sandbox_grants set synced_at = created_at, sync_due_at = created_at + interval '15 min';
alter table sandbox_grants
  alter column synced_at set not null,
  alter column sync_due_at set not null;
-- Whose device syncs now.
create index sandbox_grants_due on sandbox_grants (sync_due_at) where revoked_at is null;

-- Where the pretend provider sends its notifications: one row a client.
create table sandbox_subscriptions (
  id uuid primary key,
  client_id text not null constraint sandbox_subscriptions_client unique,
  callback_url text not null,
  -- Sealed.
  secret text not null
);
