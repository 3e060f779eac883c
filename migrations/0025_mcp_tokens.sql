-- What lets an AI client read the records of one user, or of one person over all their accounts, and nothing else.
create table mcp_tokens (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  user_id uuid references users on delete cascade,
  reference_id text,
  -- SHA-256 of the secret; the token itself is shown once.
  hash bytea not null,
  created_at timestamptz not null,
  -- Null: until it is revoked.
  expires_at timestamptz,
  constraint mcp_tokens_of_one check (num_nonnulls(user_id, reference_id) = 1)
);
-- The list of an environment.
create index mcp_tokens_listed on mcp_tokens (environment_id, id);
-- They go with their user, or with the last account of their person.
create index mcp_tokens_user on mcp_tokens (user_id) where user_id is not null;
create index mcp_tokens_reference on mcp_tokens (environment_id, reference_id) where reference_id is not null;
