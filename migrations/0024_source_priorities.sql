-- Which providers are trusted more when several tell of one person: of an environment, or of one reference id in it.
create table source_priorities (
  environment_id uuid not null references environments on delete cascade,
  reference_id text,
  providers text[] not null,
  unique nulls not distinct (environment_id, reference_id)
);
