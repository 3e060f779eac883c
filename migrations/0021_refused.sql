-- Calls at a double that went over a limit, ever: what an app that keeps to limits has none of.
alter table sandbox_limits add column refused bigint not null default 0;
