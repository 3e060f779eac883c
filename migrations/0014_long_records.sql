-- Records that touch more than two days. All others are found by the day they begin: it is one of the range asked for, or
-- the day before it.
create index records_long on records (user_id, type, first_day) where last_day - first_day > 1;
