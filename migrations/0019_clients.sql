-- The developer's own clients at providers, entered in the dashboard; those of the environment count more.
create table provider_clients (
  id uuid primary key,
  provider text not null constraint provider_clients_provider unique,
  client_id text not null,
  -- Sealed.
  secret text not null,
  changed_at timestamptz not null,
  -- The e-mail of who entered it.
  changed_by text not null
);
