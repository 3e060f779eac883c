-- What a destination gets of people with several accounts under one reference_id: what each of them tells, or each thing once.
alter table destinations add column view text not null default 'all'
  constraint destinations_view check (view in ('all', 'merged'));

-- Null: for every destination. `all`: what one account of such a person tells; `merged`: each thing of theirs once.
alter table events add column view text;

-- The accounts, beside the one in its own row, of whose records a merged event was made: it is erased with each of them.
create table event_sources (
  user_id uuid not null references users on delete cascade,
  event_id uuid not null,
  primary key (user_id, event_id)
);
-- They die with the retention of their events.
create index event_sources_event on event_sources (event_id);

-- Local days of which the merged records are to be made anew and told, noted in the commit of what changed. Rows are added and
-- never changed, so that those who store do not wait for each other.
create table merge_days (
  id uuid primary key default new_id(),
  environment_id uuid not null references environments on delete cascade,
  reference_id text not null,
  type text not null,
  -- Null for what has none (athlete).
  day date
);
create index merge_days_of_person on merge_days (environment_id, reference_id, type, day);

-- What was told last of a person to destinations that want each thing once.
create table merged_records (
  environment_id uuid not null references environments on delete cascade,
  reference_id text not null,
  type text not null,
  key text not null,
  day date,
  -- Whose record counts first, and all of whose records it was made.
  user_id uuid not null references users on delete cascade,
  user_ids uuid[] not null,
  -- Of what was told; empty where it is to be told again whatever it says, null where it was told that it is gone.
  hash bytea,
  -- What is told when it is gone.
  remains text,
  primary key (environment_id, reference_id, type, key)
);
-- what goes with a user
create index merged_records_user on merged_records (user_id);
