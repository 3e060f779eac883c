-- Whose provider refuses: few of all, asked for each user of a list.
create index connections_told on connections (user_id) where told_at is not null;
