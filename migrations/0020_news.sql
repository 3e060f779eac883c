-- What providers told is new of users and has not been fetched yet: whoever fetches takes all of it together.
create table provider_news (
  id uuid primary key,
  user_id uuid not null references users (user_id) on delete cascade,
  types text[] not null,
  -- Both null: the last days.
  first_day date,
  last_day date,
  noted_at timestamptz not null
);
create index provider_news_of_user on provider_news (user_id);
