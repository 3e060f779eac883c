-- The sandbox stands in for real providers too: whose consent, code and notification it is.
alter table sandbox_codes
  add column provider text not null default 'SANDBOX',
  -- Not every provider knows PKCE.
  alter column challenge drop not null;

alter table sandbox_grants
  add column provider text not null default 'SANDBOX',
  -- Sealed: some give the same access token again while it is good for long enough.
  add column access_token text;

-- Until when a replaced refresh token is still good, at providers that allow for an answer that got lost.
alter table sandbox_spent add column good_until timestamptz;

-- How far the limits of doubles are used: of the whole app or of one grant, in windows.
create table sandbox_limits (
  name text primary key,
  started_at timestamptz not null,
  calls integer not null
);

-- Where doubles send their notifications, and what they share with who asked for them.
create table sandbox_listeners (
  id uuid primary key,
  provider text not null,
  -- The provider's own id of it.
  name text not null,
  url text not null,
  -- Sealed.
  secret text not null,
  detail jsonb not null,
  expires_at timestamptz,
  constraint sandbox_listeners_name unique (provider, name)
);

-- What happened to a person's data at a double beside what their days bring.
create table sandbox_deeds (
  id uuid primary key,
  provider text not null,
  person text not null,
  kind text not null,
  key text not null,
  at timestamptz not null,
  detail jsonb not null
);
create index sandbox_deeds_of_person on sandbox_deeds (provider, person, at);
