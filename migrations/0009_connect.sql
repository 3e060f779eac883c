-- What an end user is sent to in order to connect: made by the app's backend, open for a quarter of an hour.
create table widget_sessions (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  -- The sources offered; null for all that are ready.
  providers text[],
  language text,
  reference_id text,
  success_url text,
  failure_url text,
  show_disconnect boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index widget_sessions_expired on widget_sessions (expires_at);

-- One attempt to sign in at a provider, from its link to its outcome. The state that travels through the browser is kept
-- as its hash.
create table sign_ins (
  -- The flow_id of events.
  id uuid primary key,
  state_hash bytea not null constraint sign_ins_state_unique unique,
  environment_id uuid not null references environments on delete cascade,
  session_id uuid references widget_sessions on delete cascade,
  provider text not null,
  -- Whom it will have made.
  user_id uuid not null,
  -- The browser it was begun in; null for a link that a backend asked for.
  browser_hash bytea,
  -- PKCE verifier, sealed.
  verifier text,
  language text,
  reference_id text,
  success_url text,
  failure_url text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- `connected`, or why not.
  outcome text
);
create index sign_ins_expired on sign_ins (expires_at);
create index sign_ins_session on sign_ins (session_id) where session_id is not null;

-- What a provider gave for a user; its texts are sealed.
create table provider_tokens (
  id uuid primary key references users on delete cascade,
  access_token text not null,
  refresh_token text,
  expires_at timestamptz,
  -- Until when one process alone may renew them.
  renewing_until timestamptz,
  updated_at timestamptz not null
);

-- Single-use tokens by which a phone begins to send; kept as their hash.
create table phone_tokens (
  hash bytea primary key,
  environment_id uuid not null references environments on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index phone_tokens_expired on phone_tokens (expires_at);

-- How the end user's pages look; no row means the defaults.
create table branding (
  environment_id uuid primary key references environments on delete cascade,
  title text,
  logo text,
  accent text,
  theme text not null,
  language text not null,
  privacy_url text,
  frame_ancestors text[] not null
);

-- The pretend provider. Codes and tokens are kept as their hashes.
create table sandbox_codes (
  hash bytea primary key,
  client_id text not null,
  redirect_uri text not null,
  challenge text not null,
  person text not null,
  scopes text[] not null,
  expires_at timestamptz not null,
  -- The grant it was exchanged for: a code that comes twice ends it.
  grant_id uuid
);
create index sandbox_codes_expired on sandbox_codes (expires_at);

create table sandbox_grants (
  id uuid primary key,
  person text not null,
  scopes text[] not null,
  access_hash bytea not null constraint sandbox_grants_access_unique unique,
  access_expires_at timestamptz not null,
  refresh_hash bytea not null constraint sandbox_grants_refresh_unique unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- Refresh tokens that were replaced: one that comes again was stolen, and ends its grant.
create table sandbox_spent (
  hash bytea primary key,
  grant_id uuid not null references sandbox_grants on delete cascade
);
