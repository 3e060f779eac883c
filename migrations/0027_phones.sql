-- What apps on phones send with, kept as its hash.
create table ingest_tokens (
  hash bytea primary key,
  environment_id uuid not null references environments on delete cascade,
  -- Null once the person is disconnected, so that their phone can be told.
  user_id uuid references users on delete set null,
  platform text not null
    constraint ingest_tokens_platform check (platform in ('healthkit', 'health_connect', 'samsung')),
  created_at timestamptz not null,
  -- Moves on while the token is used.
  expires_at timestamptz not null
);
-- They lose their user when that is deleted
create index ingest_tokens_user on ingest_tokens (user_id) where user_id is not null;
-- What ended long ago
create index ingest_tokens_expired on ingest_tokens (expires_at);

-- What the phone of a user last said of itself.
create table phone_connections (
  user_id uuid primary key references users on delete cascade,
  platform text not null,
  device text not null,
  -- IANA zone
  zone text
);

-- Items as phones sent them, those of a batch, type and local day together. An id is in one piece of a user at most.
create table phone_pieces (
  user_id uuid not null references users on delete cascade,
  day date not null,
  type text not null,
  id uuid not null,
  -- Of each item, in their order: the first 64 bits of the SHA-256 of its id, and the CRC-32 of what it says.
  ids bigint[] not null,
  sums bytea not null,
  body text,
  body_z bytea,
  bytes integer not null,
  -- The days of which records are made; what is there of a type and some days
  primary key (user_id, day, type, id)
);
alter table phone_pieces
  alter column ids set storage external,
  alter column sums set storage external,
  alter column body_z set storage external;

-- The days of which something came, or whose neighbour has something.
create table phone_days (
  user_id uuid not null references users on delete cascade,
  day date not null,
  -- When the last of its items came; null where it has none.
  received_at timestamptz,
  -- Since when records are owed of it; null when they are made.
  dirty_at timestamptz,
  -- Items of it have passed their retention: what is there is not all that there was.
  is_swept boolean not null default false,
  -- `type key` of the records that were made of it.
  keys text[] not null default '{}',
  primary key (user_id, day)
);
-- What is owed of a user
create index phone_days_dirty on phone_days (user_id, dirty_at) where dirty_at is not null;
-- What is past its retention
create index phone_days_received on phone_days (received_at) where received_at is not null;

-- What batches were answered, for a phone that did not hear it.
create table phone_batches (
  user_id uuid not null references users on delete cascade,
  batch_id text not null,
  answer text not null,
  accepted_at timestamptz not null,
  primary key (user_id, batch_id)
);
create index phone_batches_accepted on phone_batches (accepted_at);

-- Where a phone resumes, by type.
create table phone_anchors (
  user_id uuid not null references users on delete cascade,
  type text not null,
  anchor text,
  last_sample_at timestamptz,
  primary key (user_id, type)
);

-- Ids that were deleted on the phone: a batch that was read before and comes later does not bring them back.
create table phone_deletions (
  user_id uuid not null references users on delete cascade,
  -- As in phone_pieces.
  id bigint not null,
  deleted_at timestamptz not null,
  primary key (user_id, id)
);
create index phone_deletions_deleted on phone_deletions (deleted_at);
