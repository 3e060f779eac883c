-- How a user's link to a provider stands, and when it is next asked for data.
create table connections (
  user_id uuid primary key references users on delete cascade,
  -- Since when the provider refuses, and how often in a row it did; null and 0 while all is well.
  failing_since timestamptz,
  failures integer not null default 0,
  -- When that was told with a connection_error: once, until all is well again.
  told_at timestamptz,
  -- When a refresh token was first called invalid: a second time, well after it, ends the connection.
  refused_at timestamptz,
  last_polled_at timestamptz,
  -- Null: never, for access was taken back.
  next_poll_at timestamptz
);
-- Whom to ask now.
create index connections_due on connections (next_poll_at) where next_poll_at is not null;

-- Which days of a type have been fetched for a user.
create table fetched_days (
  user_id uuid not null references users on delete cascade,
  type text not null,
  -- Days that were over when they were fetched and so will not grow by themselves.
  settled datemultirange not null default '{}',
  -- When the days that are not over were last fetched (for a type without days: the whole).
  recent_at timestamptz,
  primary key (user_id, type)
);

-- Tokens left of what a provider takes in a time; shared by all processes.
create table provider_buckets (
  name text primary key,
  tokens double precision not null,
  filled_at timestamptz not null,
  -- The provider said when to come back.
  closed_until timestamptz
);

-- One row a provider that tells us of news.
create table provider_subscriptions (
  id uuid primary key,
  provider text not null constraint provider_subscriptions_provider unique,
  -- Sealed; signs what comes, or is asked back.
  secret text not null,
  -- Where it was asked to send to; null until it was.
  callback_url text,
  expires_at timestamptz
);

-- Of which users a notification tells.
create index users_by_account on users (provider, provider_account) where provider_account is not null;
