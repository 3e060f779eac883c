-- What some providers want to be shown with every call beside the token; sealed.
alter table provider_clients add column client_key text;
