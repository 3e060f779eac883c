-- Days that were fetched after their end: of the others a notification may have been lost, and a poll asks for them.
alter table fetched_days add column seen datemultirange not null default '{}';
update fetched_days set seen = settled;
