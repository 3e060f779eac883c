-- People who sign in to the dashboard. Roles are for the whole installation.
create table accounts (
  id uuid primary key,
  -- Kept in lower case.
  email text not null constraint accounts_email_unique unique,
  name text,
  role text not null constraint accounts_role check (role in ('owner', 'developer', 'viewer')),
  -- With its parameters: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`.
  password text not null,
  created_at timestamptz not null default clock()
);

-- Who is signed in where. The cookie holds 256 random bits, so a plain SHA-256 keeps them from a reader of the database.
create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  hash bytea not null constraint sessions_hash_unique unique,
  user_agent text,
  -- From where it was begun.
  address text,
  created_at timestamptz not null default clock(),
  last_seen_at timestamptz not null default clock()
);
-- The sessions of an account
create index sessions_account on sessions (account_id);

-- Links that work once: the first owner's, invitations, new passwords.
create table one_time_tokens (
  id uuid primary key,
  kind text not null constraint one_time_tokens_kind check (kind in ('setup', 'invitation', 'reset')),
  hash bytea not null constraint one_time_tokens_hash_unique unique,
  -- Of an invitation.
  email text,
  role text constraint one_time_tokens_role check (role in ('owner', 'developer', 'viewer')),
  -- Of a new password.
  account_id uuid references accounts on delete cascade,
  created_at timestamptz not null default clock(),
  -- Null for the first owner's, which ends when there is an owner.
  expires_at timestamptz
);

-- Who did what. Without foreign keys: it outlives what it tells of.
create table audit_entries (
  id uuid primary key,
  -- Null for what concerns the whole installation.
  environment_id uuid,
  dev_id text,
  actor_kind text not null constraint audit_entries_actor check (actor_kind in ('account', 'key', 'operator', 'nobody')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target text not null,
  -- Never a secret, never a health value.
  detail jsonb,
  at timestamptz not null default clock()
);
-- GET /audit of one environment; the trimming goes by the id, which begins with its millisecond
create index audit_entries_listed on audit_entries (environment_id, id desc);
