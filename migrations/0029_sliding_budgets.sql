-- How many calls were made lately, in slots of equal length, the newest last: what a provider allows in a while is kept
-- for every while of that length, wherever the provider's own begin. What was counted before is forgotten.
delete from provider_buckets;
alter table provider_buckets
  drop column tokens,
  drop column resets_at,
  drop column filled_at,
  add column slots integer[] not null,
  -- Number of the newest slot, since 1970.
  add column last_slot bigint not null,
  -- What the provider said is left, less what was taken since, and until when that counts.
  add column told_left double precision,
  add column told_until timestamptz,
  add column used_at timestamptz not null;
