-- Which keys a process can open secrets with; null when it reads the data directory's key file, and so learns of new ones.
-- What was started before this column knows of none.
alter table workers add column key_ids text[] default '{}';
