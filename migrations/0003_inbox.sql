-- Built-in receivers: each has an address, and answers as it is told to.
create table inboxes (
  id uuid primary key,
  environment_id uuid not null references environments on delete cascade,
  name text not null,
  respond_status integer not null default 200
    constraint inboxes_respond_status check (respond_status between 200 and 599),
  respond_delay_ms integer not null default 0
    constraint inboxes_respond_delay check (respond_delay_ms between 0 and 60000),
  created_at timestamptz not null default now()
);
-- GET /inboxes
create index inboxes_listed on inboxes (environment_id, id);

-- What an inbox received, exactly. Without a foreign key: many are inserted by one statement, which a message to an
-- inbox deleted a moment ago must not spoil; trimming removes such strays.
create table inbox_messages (
  inbox_id uuid not null,
  id uuid not null,
  received_at timestamptz not null,
  method text not null,
  path text not null,
  headers text not null,
  -- The `type` the body gives itself, and the trace id the sender gave.
  type text,
  trace_id text,
  -- Bytes that are no UTF-8 text are kept in base64.
  encoding text not null constraint inbox_messages_encoding check (encoding in ('utf8', 'base64')),
  body text,
  body_z bytea,
  bytes integer not null,
  verdict jsonb not null,
  answered integer not null,
  primary key (inbox_id, id)
);
alter table inbox_messages alter column body_z set storage external;
-- Which attempt a message was: messages of one trace id up to it
create index inbox_messages_trace on inbox_messages (inbox_id, trace_id, id) where trace_id is not null;
