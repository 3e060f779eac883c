-- What asked for the present run of attempts, when that was a person; null when it was the event itself, which costs a
-- row of the queue nothing.
alter table deliveries add column trigger text
  constraint deliveries_trigger check (trigger in ('manual', 'replay', 'test'));

-- Why each attempt was made, and the address that it was connected to (null when none was). Both are null in attempts
-- made before these columns: since null passes, the history need not be read to say that they are valid.
alter table attempts
  add column trigger text,
  add column address inet,
  add constraint attempts_trigger check (trigger in ('auto', 'retry', 'manual', 'replay', 'test')) not valid;
