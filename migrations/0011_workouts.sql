-- Templates of workouts, which belong to the developer.
create table workouts (
  id bigint generated always as identity (start with 1024) primary key,
  environment_id uuid not null references environments on delete cascade,
  -- As it was posted: json, for jsonb refuses some texts.
  template json not null,
  created_at timestamptz not null
);
create index workouts_listed on workouts (environment_id, id);

-- Workouts that were planned for users here. What is sent of one is the user's record of type planned_workout whose key
-- is this id.
create table planned_workouts (
  id bigint generated always as identity (start with 2048) primary key,
  user_id uuid not null references users on delete cascade,
  -- Null for one that came whole, without a template.
  workout_id bigint references workouts on delete cascade,
  planned_date date not null,
  -- The provider's id of it.
  provider_workout_id text not null,
  -- The whole workout as it was given to the provider.
  details json not null,
  created_at timestamptz not null
);
create index planned_workouts_of_user on planned_workouts (user_id, planned_date);
create index planned_workouts_of_workout on planned_workouts (workout_id);

-- What was written to the pretend provider.
create table sandbox_written (
  id uuid primary key,
  -- In lower case, as accounts are told.
  person text not null,
  type text not null,
  -- The local day it belongs to.
  day date not null,
  record json not null,
  written_at timestamptz not null
);
create index sandbox_written_of_person on sandbox_written (person, type, day);
