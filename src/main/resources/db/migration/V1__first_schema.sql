-- The first schema. Rules that every table keeps (a test holds them):
--   * tenant_id leads every primary key, unique key, foreign key and index of a tenant's table, so that
--     rows can be sharded by tenant without a rewrite;
--   * ids are made by the service (UUIDv7); no triggers, no sequences, no deferred constraints;
--   * every tenant's table has FORCEd row level security, and the service connects as a role that owns nothing.
-- Times are instants (timestamptz); durations are seconds; money is numeric in the tenant's currency.

-- Row level security reads the tenant from a setting of the transaction. A plpgsql function with SET LOCAL is
-- carried to the workers of a sharded database; a bare set_config() is not.
create function set_tenant(tenant uuid) returns void language plpgsql as $$
begin
  execute format('set local app.tenant_id = %L', tenant);
end $$;

-- The same for a transaction of the dialer, which looks up a batch of rows by their keys, in whatever order, in tables that
-- fill and empty within minutes. Statistics are late for such tables: seen just when one was empty, reading all of a
-- tenant's rows looks like the cheapest way to find two hundred of them, for a minute or for ever. So these transactions have
-- no other way than an index for each row, and statements say "offset 0" where the order of a join must stand.
create function set_tenant_for_batch(tenant uuid) returns void language plpgsql as $$
begin
  execute format('set local app.tenant_id = %L', tenant);
  set local plan_cache_mode = force_generic_plan;
  set local enable_seqscan = off;
  set local enable_bitmapscan = off;
  set local enable_hashjoin = off;
  set local enable_mergejoin = off;
  set local enable_material = off;
end $$;

-- The one way to see across tenants: the directory of tenants (and nothing else) opens to it.
create function set_platform() returns void language plpgsql as $$
begin
  set local app.platform = 'on';
end $$;

------------------------------------------------------------------------------------------------ tenants

create table tenant (
  tenant_id               uuid primary key,
  slug                    text not null unique,
  name                    text not null,
  country                 text not null,
  time_zone               text not null,
  currency                text not null,
  status                  text not null check (status in ('active', 'suspended', 'deleted')),
  max_concurrent_calls    int not null check (max_concurrent_calls >= 0),
  calls_per_second        int not null check (calls_per_second >= 0),
  max_daily_calls         int not null check (max_daily_calls >= 0),
  max_active_campaigns    int not null check (max_active_campaigns >= 0),
  max_concurrent_requests int not null check (max_concurrent_requests >= 0),
  requests_per_second     int not null check (requests_per_second > 0),
  redial_unknown_after    int check (redial_unknown_after >= 86400), -- null: whose call nobody can account for is not called again
  -- The tenant's own identity provider, if it brought one. Issuer and audience together are one tenant's.
  issuer                  text,
  issuer_audience         text,
  issuer_algorithms       text[],
  issuer_keys             text,                                    -- address of its JWK set
  version                 bigint not null default 0,
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  constraint tenant_issuer_key unique (issuer, issuer_audience),
  check (num_nulls(issuer, issuer_audience, issuer_algorithms, issuer_keys) in (0, 4))
);

-- What a tenant uses now; every claim locks this one row, which is what makes its limits exact.
create table tenant_capacity (
  tenant_id        uuid primary key references tenant,
  in_flight        int not null default 0 check (in_flight >= 0),
  active_campaigns int not null default 0 check (active_campaigns >= 0),
  day              date not null default '-infinity',
  placed_today     int not null default 0,
  second_tokens    float8 not null default 0,
  tokens_at        timestamptz not null default '-infinity',
  call_events      boolean not null default false  -- whether a webhook wants to hear of calls that ended
) with (fillfactor = 50);

-- When each tenant next needs a turn of the dialer. No personal data and no row level security: it is the only
-- table a sweep over all tenants reads.
create table tenant_due (
  tenant_id uuid primary key references tenant,
  next_due  timestamptz not null default 'infinity',
  next_reap timestamptz not null default 'infinity',
  next_purge timestamptz not null default 'epoch'  -- when calls that were kept long enough are looked for again
) with (fillfactor = 50);

---------------------------------------------------------------------------------------------- customers

-- No foreign key to the tenant, which nobody may delete: checking it for each row took a quarter of the time of writing it, and
-- an import holds the tenant's row while it writes.
create table customer (
  tenant_id      uuid not null,
  customer_id    uuid not null,
  external_id    text not null,
  name           text,
  phone          text not null,            -- E.164
  email          text,
  language       text,
  city           text,
  neighborhoods  text[] not null default '{}',
  time_zone      text,                     -- the customer's own, when known
  preferred_times text,                    -- when the customer likes to be called, as people write it; null: any time
  zones          text,                     -- every zone the customer may be in, sorted, joined by '|'; null: unknown
  status         text,
  last_contacted timestamptz,              -- as imported; our own calls are in customer_contact
  consent_at     timestamptz,
  consent_revoked_at timestamptz,          -- when consents were last taken back: what a file says of before then is over
  attributes     jsonb not null default '{}',
  version        bigint not null default 0,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  unique (tenant_id, external_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index customer_phone on customer (tenant_id, phone);
-- Beside the key is what decides whether a customer may be called and what a preview is broken down by, so that an audience of
-- any size is judged from the index alone. The key is made last: of indexes that cost the same, as all do while the table is empty, the
-- planner takes the youngest, and a plan that is made then and kept finds customers by their ids.
alter table customer add primary key (tenant_id, customer_id) include (phone, zones, consent_at, city, status);
-- Plans must not hang on which tenants there were when statistics were last made: one that they do not know would seem to have
-- a single customer, whom any index finds. Without statistics of the column every tenant seems to have some.
alter table customer alter column tenant_id set statistics 0;

-- What our own calls did with a customer: one narrow row, updated once per finished call. No foreign key: checking it locks
-- the customer's wide row, which was a tenth of what a call writes to the log. An erasure holds the tenant's capacity, as
-- settling does, and deletes both rows.
create table customer_contact (
  tenant_id        uuid not null,
  customer_id      uuid not null,
  calls            int not null default 0,
  answered_calls   int not null default 0,
  last_called_at   timestamptz not null,
  last_answered_at timestamptz,
  last_outcome     text,
  last_disposition text,
  dispositions     text[] not null default '{}', -- of all our calls but none, each once
  primary key (tenant_id, customer_id)
) with (fillfactor = 50);

-- Numbers of which a network said that they do not exist, by who has them; with another number a customer may be called again.
-- Apart from the customer, because a flag there would write a wide row and all its keys anew. No foreign key, as above.
create table invalid_number (
  tenant_id   uuid not null,
  customer_id uuid not null,
  phone       text not null,
  primary key (tenant_id, customer_id)
);
-- As of customer.
alter table invalid_number alter column tenant_id set statistics 0;

-- Names and types of what an audience may ask for. Core fields live in code (numbers below 100).
create table attribute (
  tenant_id    uuid not null references tenant,
  name         text not null,
  attribute_no int not null check (attribute_no >= 100),
  type         text not null check (type in ('text', 'number', 'boolean', 'date', 'timestamp')),
  declared     boolean not null default false,   -- false: inferred from imports
  version      bigint not null default 0,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (tenant_id, name),
  unique (tenant_id, attribute_no)
);

-- The searchable form of core fields and attributes: one row per value, one per element of a list, in the table of the
-- value's type. Only types whose comparison is leakproof, because row level security hides indexes from the others. The key
-- of a value is the index that audiences read, and the only one but for lists: a second one by customer took a third of
-- the time of an import, and whoever changes a customer knows its old values (see CustomerValues). No foreign key: checking
-- it took half of the time of the insert; whoever deletes a customer deletes its values in the same transaction. Audiences
-- read the indexes alone, which takes pages that vacuum has seen: it comes early and unthrottled after an import.
create table customer_value_text (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  text_value   text collate "C" not null,         -- ordered by code point, whatever the database's collation
  primary key (tenant_id, attribute_no, text_value, customer_id, element)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create table customer_value_number (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  number_value float8 not null,
  primary key (tenant_id, attribute_no, number_value, customer_id, element)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create table customer_value_bool (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  bool_value   boolean not null,
  primary key (tenant_id, attribute_no, bool_value, customer_id, element)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create table customer_value_date (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  date_value   date not null,
  primary key (tenant_id, attribute_no, date_value, customer_id, element)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create table customer_value_time (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  time_value   timestamptz not null,
  primary key (tenant_id, attribute_no, time_value, customer_id, element)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
-- Texts that no index takes, of more than 500 characters.
create table customer_value_long (
  tenant_id    uuid not null,
  customer_id  uuid not null,
  attribute_no int not null,
  element      int not null default 0,
  text_value   text collate "C" not null,
  primary key (tenant_id, attribute_no, customer_id, element)
);
-- Who has more than one value of an attribute: two bounds on one field are read as one range but for them.
create index customer_value_text_list on customer_value_text (tenant_id, attribute_no, customer_id) where element > 0;
create index customer_value_number_list on customer_value_number (tenant_id, attribute_no, customer_id) where element > 0;
create index customer_value_bool_list on customer_value_bool (tenant_id, attribute_no, customer_id) where element > 0;
create index customer_value_date_list on customer_value_date (tenant_id, attribute_no, customer_id) where element > 0;
create index customer_value_time_list on customer_value_time (tenant_id, attribute_no, customer_id) where element > 0;
create index customer_value_long_list on customer_value_long (tenant_id, attribute_no, customer_id) where element > 0;
-- Texts of any length, with the same columns as all values have below.
create view customer_value_texts with (security_invoker = true) as
  select tenant_id, attribute_no, customer_id, element, text_value, null::float8 as number_value, null::boolean as bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_text
  union all
  select tenant_id, attribute_no, customer_id, element, text_value, null::float8 as number_value, null::boolean as bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_long;
-- All of them as one, for what asks for values of any type.
create view customer_value with (security_invoker = true) as
  select tenant_id, attribute_no, customer_id, element, text_value, null::float8 as number_value, null::boolean as bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_text
  union all
  select tenant_id, attribute_no, customer_id, element, text_value, null::float8 as number_value, null::boolean as bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_long
  union all
  select tenant_id, attribute_no, customer_id, element, null::text collate "C" as text_value, number_value, null::boolean as bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_number
  union all
  select tenant_id, attribute_no, customer_id, element, null::text collate "C" as text_value, null::float8 as number_value, bool_value, null::date as date_value, null::timestamptz as time_value
  from customer_value_bool
  union all
  select tenant_id, attribute_no, customer_id, element, null::text collate "C" as text_value, null::float8 as number_value, null::boolean as bool_value, date_value, null::timestamptz as time_value
  from customer_value_date
  union all
  select tenant_id, attribute_no, customer_id, element, null::text collate "C" as text_value, null::float8 as number_value, null::boolean as bool_value, null::date as date_value, time_value
  from customer_value_time;

-- One import and the rows it refused or warned about.
create table customer_import (
  tenant_id  uuid not null references tenant,
  import_id  uuid not null,
  dry_run    boolean not null,
  state      text not null check (state in ('running', 'finished', 'failed')),
  received   int not null default 0,
  accepted   int not null default 0,
  updated    int not null default 0,
  rejected   int not null default 0,
  warned     int not null default 0,
  attributes jsonb not null default '[]',  -- at the end: each one's type and how many values fit
  created_by text not null,
  created_at timestamptz not null,
  beat_at    timestamptz not null,         -- the last sign of life while running
  finished_at timestamptz,
  primary key (tenant_id, import_id)
);
create table customer_import_issue (
  tenant_id uuid not null,
  import_id uuid not null,
  issue_no  int not null,
  severity  text not null check (severity in ('error', 'warning')),
  line      bigint not null,
  field     text,
  code      text not null,
  detail    text not null,
  primary key (tenant_id, import_id, issue_no),
  foreign key (tenant_id, import_id) references customer_import on delete cascade
);

-------------------------------------------------------------------------------------------- compliance

-- Numbers that must not be called. list: 'tenant', 'opt_out', or a name that campaigns or regulatory packs choose by name.
create table do_not_call (
  tenant_id  uuid not null references tenant,
  phone      text not null,                -- E.164
  list       text not null,
  reason     text,
  source     text not null,
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, phone, list)
);
create index do_not_call_by_list on do_not_call (tenant_id, list, phone);

-- What is known of a list as a whole, once a file was imported into it to the end.
create table do_not_call_list (
  tenant_id   uuid not null references tenant,
  list        text not null,
  dated       date,                        -- the day that the file says it is of; null when nobody said
  imported_at timestamptz not null,
  imported_by text not null,
  primary key (tenant_id, list)
);

-- Numbers of people who were erased. They are kept as keyed hashes only, so that they stay suppressed and nobody can
-- read them; the key is the tenant's own and made with the first erasure.
create table number_key (
  tenant_id uuid primary key references tenant,
  key       bytea not null check (length(key) = 32)
);
create table erased_number (
  tenant_id   uuid not null references tenant,
  number_hash bytea not null,              -- number_hash(key, phone)
  erased_at   timestamptz not null,
  erased_by   text not null,
  primary key (tenant_id, number_hash)
);

-- A hash under a key in the nested form of NMAC: without the key neither the number nor another's hash follows from it.
create function number_hash(key bytea, phone text) returns bytea language sql immutable strict parallel safe
  return sha256(key || sha256(key || decode(phone, 'escape')));

-- What holds for all campaigns of a tenant: its own rules, and which regulatory packs it may use, which is the platform's to
-- say. No row: no rules, every pack, and the country's pack for campaigns that name none.
create table calling_policy (
  tenant_id           uuid primary key references tenant,
  regulation          text,                  -- the pack of campaigns that name none; null: the country's
  allowed_regulations text[],                -- null: all
  rules               jsonb not null default '{}',
  version             bigint not null,
  updated_at          timestamptz not null,
  updated_by          text not null
);

-- What people consented to. A revoked consent stays, for the record; customer.consent_at is what an import said.
create table consent (
  tenant_id      uuid not null,
  consent_id     uuid not null,
  customer_id    uuid not null,
  basis          text not null check (basis in ('express_written', 'express', 'implied', 'contract', 'legitimate_interest')),
  source         text not null,
  purposes       text[] not null default '{}', -- objectives of campaigns; empty: all
  given_at       timestamptz not null,
  expires_at     timestamptz,
  recorded_by    text not null,
  recorded_at    timestamptz not null,
  revoked_at     timestamptz,
  revoked_by     text,
  revoked_reason text,
  primary key (tenant_id, consent_id),
  foreign key (tenant_id, customer_id) references customer on delete cascade
);
create index consent_customer on consent (tenant_id, customer_id);
-- Whether a consent that rests on this counts where so much is asked for; ConsentStandard is the same in the service.
create function consent_suffices(basis text, standard text) returns boolean language sql immutable parallel safe
  return case standard when 'express_written' then basis = 'express_written'
                       when 'express' then basis in ('express_written', 'express')
                       else true end;

-- Numbers no tenant may call: kept by platform administrators, read by every tenant.
create table platform_do_not_call (
  phone      text primary key,
  reason     text,
  source     text not null,
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null
);

----------------------------------------------------------------------------------------------- content

create table voice_agent (
  tenant_id      uuid not null references tenant,
  voice_agent_id uuid not null,
  name           text not null,
  language       text not null,
  voice          text not null,
  status         text not null default 'active' check (status in ('active', 'retired')),
  version        bigint not null default 0,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  primary key (tenant_id, voice_agent_id)
);

create table script (
  tenant_id      uuid not null references tenant,
  script_id      uuid not null,
  name           text not null,
  language       text not null,
  latest_version int not null,
  status         text not null default 'active' check (status in ('active', 'retired')),
  version        bigint not null default 0,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  primary key (tenant_id, script_id)
);

-- A version is never changed once written: campaigns pin it.
create table script_version (
  tenant_id      uuid not null,
  script_id      uuid not null,
  script_version int not null,
  template       text not null,
  created_by     text not null,
  created_at     timestamptz not null,
  primary key (tenant_id, script_id, script_version),
  foreign key (tenant_id, script_id) references script
);

--------------------------------------------------------------------------------------------- telephony

-- A tenant's own ways to the telephone network. credentials are sealed (AES-GCM) and bound to this row.
create table telephony_connection (
  tenant_id              uuid not null references tenant,
  connection_id          uuid not null,
  kind                   text not null,                -- the adapter
  name                   text not null,
  settings               jsonb not null,               -- the adapter's own
  credentials            bytea,
  credential_names       text[] not null default '{}',
  caller_ids             text[] not null default '{}', -- E.164; the first is shown unless a campaign names one
  countries              text[] not null default '{}', -- ISO 3166-1 alpha-2; empty: any
  calls_per_second       int check (calls_per_second > 0),
  max_concurrent_calls   int check (max_concurrent_calls > 0),
  fallback_connection_id uuid,
  status                 text not null default 'active' check (status in ('active', 'disabled', 'retired')),
  version                bigint not null default 0,
  created_by             text not null,
  created_at             timestamptz not null,
  updated_at             timestamptz not null,
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, fallback_connection_id) references telephony_connection
);

-- What a connection has left of its rate and how it is. Claims write it while they hold the tenant's capacity, which is what
-- makes its limits exact; its calls now are the live attempts that name it.
create table telephony_use (
  tenant_id     uuid not null,
  connection_id uuid not null,
  second_tokens float8 not null default 0,
  tokens_at     timestamptz not null default '-infinity',
  health        text not null default 'healthy' check (health in ('healthy', 'broken')),
  health_reason text,
  health_since  timestamptz,
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references telephony_connection
) with (fillfactor = 50);

-- What a provider's messages about a call add up to, so that they may come twice, out of order and to any replica. Kept for
-- two days; it names the attempt without a foreign key because a message may come before or after the attempt's row.
create table telephony_call (
  tenant_id  uuid not null references tenant,
  attempt_id uuid not null,
  state      jsonb not null,
  primary key (tenant_id, attempt_id)
) with (fillfactor = 50);

-- What it takes to end a call over SIP whose process is gone (RFC 3261 section 12); a row lives as long as its dialog. dialog
-- names both sides by their numbers.
create table sip_dialog (
  tenant_id   uuid not null references tenant,
  attempt_id  uuid not null,
  leg         text not null check (leg in ('customer', 'agent')),
  dialog      jsonb not null,
  answered_at timestamptz not null,
  primary key (tenant_id, attempt_id, leg)
);

-- Calls that people had a connection make to themselves, to hear a script before customers do.
create table telephony_test_call (
  tenant_id        uuid not null,
  attempt_id       uuid not null,
  connection_id    uuid not null,
  phone            text not null,
  campaign_id      uuid not null,              -- whose script it speaks; without a key: a draft may be deleted
  customer_id      uuid not null,              -- whom the script is filled in for
  provider_call_id text,
  created_by       text not null,
  created_at       timestamptz not null,
  primary key (tenant_id, attempt_id),
  foreign key (tenant_id, customer_id) references customer on delete cascade
);
create index telephony_test_call_by on telephony_test_call (tenant_id, created_by, attempt_id);

--------------------------------------------------------------------------------------------- audiences

-- Audiences kept under a name; campaigns refer to them. A retired one is in no list and no new campaign.
create table saved_audience (
  tenant_id   uuid not null references tenant,
  audience_id uuid not null,
  name        text not null,
  audience    jsonb not null,
  status      text not null default 'active' check (status in ('active', 'retired')),
  version     bigint not null default 0,
  created_by  text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  primary key (tenant_id, audience_id)
);

--------------------------------------------------------------------------------------------- campaigns

-- What people edit (spec, a typed document) and where the campaign stands. The columns beside spec are the parts of
-- it that SQL reads; one function writes both.
create table campaign (
  tenant_id             uuid not null references tenant,
  campaign_id           uuid not null,
  name                  text not null,
  objective             text,
  state                 text not null check (state in ('draft', 'scheduled', 'active', 'paused', 'completed', 'failed', 'stopped')),
  state_reason          text,              -- why it is in this state, or why the clock could not activate it yet
  state_cause           jsonb,             -- the same as a code with figures; null when a person said why
  state_changed_at      timestamptz not null,
  state_changed_by      text not null,
  spec                  jsonb not null,
  time_zone             text,
  start_at              timestamptz,
  end_at                timestamptz,       -- from endAt, or startAt + duration
  priority              int not null default 5 check (priority between 1 and 10),
  max_daily_calls       int,
  max_concurrent_calls  int,
  calls_per_minute      int,
  calls_per_hour        int,
  budget                numeric(14, 4),
  voice_agent_id        uuid,
  script_id             uuid,
  script_version        int,               -- pinned when scheduled
  reserved_lines        int not null default 0,
  next_attempt_at       timestamptz,       -- scheduled: when the clock tries to activate it (again)
  version               bigint not null default 0,
  created_by            text not null,
  created_at            timestamptz not null,
  updated_at            timestamptz not null,
  activated_at          timestamptz,
  finished_at           timestamptz,
  purged_to             uuid not null default '00000000-0000-0000-0000-000000000000', -- calls up to here were kept long enough
  numbers_purged_to     uuid not null default '00000000-0000-0000-0000-000000000000', -- and their numbers
  primary key (tenant_id, campaign_id)
);
create index campaign_state on campaign (tenant_id, state, campaign_id);

-- One narrow row of counters per campaign, updated once per batch. The target states add up to total.
create table campaign_counter (
  tenant_id     uuid not null,
  campaign_id   uuid not null,
  total         int not null default 0,
  pending       int not null default 0 check (pending >= 0),
  deferred      int not null default 0 check (deferred >= 0),
  in_progress   int not null default 0 check (in_progress >= 0),
  waiting_retry int not null default 0 check (waiting_retry >= 0),
  succeeded     int not null default 0,
  completed     int not null default 0,
  exhausted     int not null default 0,
  suppressed    int not null default 0,
  unknown       int not null default 0,
  expired       int not null default 0,
  attempts      int not null default 0,    -- finished attempts that were consumed
  answered      int not null default 0,    -- attempts answered by a person
  successes     int not null default 0,    -- of those, with a success disposition
  spend         numeric(20, 4) not null default 0,
  reserved      numeric(20, 4) not null default 0,
  day           date not null default '-infinity',
  placed_today  int not null default 0,
  minute_tokens float8 not null default 0,
  hour_tokens   float8 not null default 0,
  tokens_at     timestamptz not null default '-infinity',
  minute_at     timestamptz not null default '-infinity', -- the minute that minute_calls counts
  minute_calls  int not null default 0,
  last_minute_calls int not null default 0,
  binding_limit text,
  conversions        int not null default 0,
  conversion_value   numeric(20, 4) not null default 0,
  ended              int not null default 0,    -- attempts that ended after they were sent, whatever came of them
  held_seconds       float8 not null default 0, -- from their claims to their ends
  highest_cost       numeric(14, 4) not null default 0, -- of one call
  live_conversations float8 not null default 0, -- conversations, older ones weighed down
  live_successes     float8 not null default 0, -- successes among them
  pace               float8 not null default 'infinity', -- calls a second that the provider bears
  pace_tokens        float8 not null default 0,
  paced_at           timestamptz not null default 'epoch',
  slowed_at          timestamptz not null default 'epoch',
  usual_millis       float8 not null default 0, -- in which the provider answers a request; 0: unknown
  pass               float8 not null default 0, -- where the campaign stands in the order of turns
  served_at          timestamptz not null default 'epoch', -- its last turn; epoch: none yet
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaign
) with (fillfactor = 50);

-- What a campaign's guards watch: its last calls in a few sums, and who was abandoned by day. One row per campaign that has a
-- guard, written once per batch of ended calls.
create table campaign_quality (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  calls       text not null default '',    -- the rolling window, see QualityWindow
  abandonment text not null default '',    -- see Abandonment; a resume does not restart it
  updated_at  timestamptz not null,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaign
) with (fillfactor = 50);

-- Conversions told from outside, each credited to one call. Those that a call reported itself are counted, not listed.
create table conversion (
  tenant_id     uuid not null,
  conversion_id uuid not null,
  external_id   text,                      -- the teller's own id; the same one is the same conversion
  campaign_id   uuid not null,
  attempt_id    uuid not null,
  customer_id   uuid not null,
  name          text,
  value         numeric(14, 4) not null,
  attributed_by text not null check (attributed_by in ('call', 'customer', 'phone')),
  occurred_at   timestamptz not null,
  created_by    text not null,
  created_at    timestamptz not null,
  primary key (tenant_id, conversion_id),
  unique (tenant_id, external_id),
  foreign key (tenant_id, campaign_id) references campaign
);
create index conversion_campaign on conversion (tenant_id, campaign_id, attempt_id);

-- Finer counts of a campaign: kind 'outcome', 'disposition', 'suppressed' or 'deferred', by name.
create table campaign_tally (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  kind        text not null,
  name        text not null,
  n           int not null,
  primary key (tenant_id, campaign_id, kind, name),
  foreign key (tenant_id, campaign_id) references campaign
) with (fillfactor = 50);

-- A campaign's calls by the quarter of an hour in which they ended and by their people's time zones, written once per batch. A
-- quarter, because there are zones whose hours begin at half past or a quarter to.
create table campaign_slot (
  tenant_id     uuid not null,
  campaign_id   uuid not null,
  slot          timestamptz not null,      -- its beginning
  zones         text collate "C" not null, -- as in ready
  calls         int not null,              -- ended, whatever came of them
  conversations int not null,              -- answered by a person
  successes     int not null,              -- conversations with a success disposition
  primary key (tenant_id, campaign_id, slot, zones),
  foreign key (tenant_id, campaign_id) references campaign
) with (fillfactor = 50);

-- The distinct sets of time zones of a campaign's targets: which of them are open now decides what a claim may touch. Each
-- campaign walks its fresh targets once around, from a place of its own, so that campaigns for the same people do not all begin
-- with the same: first those after fresh_from, then (wrapped) those up to it. fresh_after is the last that was taken, so that no
-- claim reads again what others left behind.
create table campaign_zone (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  zones       text collate "C" not null,
  fresh_from  uuid not null default '00000000-0000-0000-0000-000000000000',
  fresh_after uuid not null default '00000000-0000-0000-0000-000000000000',
  wrapped     boolean not null default false,
  primary key (tenant_id, campaign_id, zones),
  foreign key (tenant_id, campaign_id) references campaign
) with (fillfactor = 50);

-- The four stages of an initiation: validation, segmentation, allocation, execution.
create table campaign_stage (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  stage       text not null check (stage in ('validation', 'segmentation', 'allocation', 'execution')),
  state       text not null check (state in ('running', 'succeeded', 'failed')),
  started_at  timestamptz not null,
  finished_at timestamptz,
  result      jsonb,
  primary key (tenant_id, campaign_id, stage),
  foreign key (tenant_id, campaign_id) references campaign
);

-- The number of each campaign's last event. Whoever writes an event counts here first and so keeps the next one waiting until its
-- transaction ends: events become visible in the order of their numbers, and who reads on after the last number they saw misses
-- none that was slower. Times, sequences and UUIDs are given before the commit and promise no such thing. Events are few (none
-- is written per call), so that the wait costs nothing; it is a table of its own because rows of campaign and campaign_counter
-- are locked for other reasons.
create table campaign_event_count (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  events      bigint not null,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaign
);

-- What happened to a campaign, in order: state changes with who and why. Event streams resume from it.
create table campaign_event (
  tenant_id   uuid not null,
  campaign_id uuid not null,
  event_no    bigint not null,             -- 1, 2, 3, … as campaign_event_count gives them
  type        text not null,
  at          timestamptz not null,
  actor       text not null,
  detail      jsonb not null,
  primary key (tenant_id, campaign_id, event_no),
  foreign key (tenant_id, campaign_id) references campaign
);

-- A target is a customer in a campaign, and a row of exactly one table: of ready while it waits, of live_attempt while it is
-- called, of target once nothing more will happen to it. Rows move between them in one transaction (view target_now shows
-- all). None has a foreign key to its campaign: campaigns with targets are never deleted, and the key took half of an
-- activation. Rows of target are inserted and never changed, but for the number of somebody who was erased.
create table target (
  tenant_id    uuid not null,
  campaign_id  uuid not null,
  customer_id  uuid not null,
  updated_at   timestamptz not null,
  attempts     int not null default 0,
  phone        text not null,
  state        text not null check (state in ('succeeded', 'completed', 'exhausted', 'suppressed', 'unknown', 'expired')),
  reason       text,
  last_outcome text,
  disposition  text,                       -- of the last conversation
  primary key (tenant_id, campaign_id, customer_id)
);

------------------------------------------------------------------------------------------------ dialer

-- The queue. Rows are inserted and deleted; only that a number is free again makes a row due earlier. A fresh target, one that nothing was decided about yet, has no
-- moment it is due and is found by its key alone; how far the dialer is with them stands in campaign_zone. The key has the
-- zones because they are asked for first; somebody who moved is put back with the new ones. A segmentation writes who may not be
-- called here too and moves them on before it commits.
create table ready (
  tenant_id    uuid not null,
  campaign_id  uuid not null,
  customer_id  uuid not null,
  due_at       timestamptz,                -- not before; null: fresh
  updated_at   timestamptz not null,
  attempts     int not null,               -- attempts used so far
  zones        text collate "C" not null,
  phone        text not null,
  state        text not null check (state in ('pending', 'deferred', 'waiting_retry', 'suppressed')),
  reason       text,                       -- why it waits
  last_outcome text,
  disposition  text,
  primary key (tenant_id, campaign_id, zones, customer_id)
);
create index ready_due on ready (tenant_id, campaign_id, zones, due_at) where due_at is not null;
-- Who waits until another campaign's call to the same number has ended.
create index ready_number on ready (tenant_id, phone) where reason = 'number_in_use';
-- Those who asked to be called back go ahead of the others.
create index ready_callback on ready (tenant_id, campaign_id, zones, due_at) where disposition = 'callback_requested';

-- Attempts that may be ringing. Written before anything is sent; a finished one moves to attempt. One live attempt
-- per number and tenant, always. Like the queue it names its campaign without a foreign key.
create table live_attempt (
  tenant_id        uuid not null,
  attempt_id       uuid not null,
  campaign_id      uuid not null,
  customer_id      uuid not null,
  attempt_no       int not null,
  phone            text not null,
  zones            text not null,
  state            text not null check (state in ('claimed', 'sending', 'placed', 'unknown')),
  epoch            int not null default 0,
  owner            text not null,          -- the replica that claimed it
  lease_until      timestamptz not null,   -- after this instant another replica may settle it
  connection       text not null,
  provider_call_id text,
  reserved         numeric(14, 4) not null default 0,
  was              text not null,          -- the target's state before the claim
  was_reason       text,
  valid_until      timestamptz not null default '-infinity', -- the decision to call holds until then; no request leaves later
  consent_for      text,                   -- the objective that a consent must be in force for; null: none is needed
  consent_standard text,                   -- what that consent must rest on: any, express, express_written
  last_outcome     text,                   -- of the attempt before
  disposition      text,                   -- of the last conversation before
  hang_up          boolean not null default false, -- its campaign was stopped with its calls
  claimed_at       timestamptz not null,
  sending_at       timestamptz,
  placed_at        timestamptz,
  ringing_at       timestamptz,
  answered_at      timestamptz,
  unknown_since    timestamptz,            -- when the provider was first asked in vain; null once there is news
  primary key (tenant_id, attempt_id),
  unique (tenant_id, phone)
) with (fillfactor = 45);

-- Attempts that ended, in a partition per month in which they were begun, which their ids say: a UUIDv7 begins with its
-- time. So an attempt is found by its id in one partition, and old ones go as whole tables (see keep_month_partitions).
create table attempt (
  tenant_id        uuid not null,
  attempt_id       uuid not null,
  campaign_id      uuid not null,
  customer_id      uuid not null,
  attempt_no       int not null,
  phone            text not null,
  connection       text not null,
  provider_call_id text,
  claimed_at       timestamptz not null,
  sending_at       timestamptz,
  placed_at        timestamptz,
  ringing_at       timestamptz,
  answered_at      timestamptz,
  finished_at      timestamptz not null,
  outcome          text not null,
  disposition      text,
  reason           text,
  consumed         boolean not null,       -- whether it counts toward the target's maximum
  talk_seconds     int,
  cost             numeric(14, 4) not null default 0,
  quality_score    float8,
  satisfaction     int,
  script_version   int,
  recording_url    text,
  summary          text,                   -- what the conversation was about, in the voice agent's words
  detail           jsonb,
  primary key (tenant_id, attempt_id)
) partition by range (attempt_id);
create index attempt_campaign on attempt (tenant_id, campaign_id, attempt_id);
create index attempt_customer on attempt (tenant_id, customer_id, attempt_id);
-- How often a number was called, for caps over all campaigns.
create index attempt_number on attempt (tenant_id, phone, sending_at) where consumed;

-- Calls that were settled before their provider said what they cost, until it does; without a key to the attempt, whose month
-- may be dropped first.
create table price_due (
  tenant_id        uuid not null references tenant,
  attempt_id       uuid not null,
  connection       text not null,
  provider_call_id text not null,
  ask_at           timestamptz not null,
  asked            int not null default 0,
  primary key (tenant_id, attempt_id)
);
create index price_due_at on price_due (tenant_id, ask_at);

-- People who were erased while they were called: their calls are forgotten when they have ended.
create table erased_while_called (
  tenant_id   uuid not null,
  customer_id uuid not null,
  erased_at   timestamptz not null,
  primary key (tenant_id, customer_id)
);

-- Takes what no month's partition takes, so that no outcome is refused because nobody made the partition in time.
create table attempt_other partition of attempt default;

-- The least id that is made from this instant on.
create function least_id_at(at timestamptz) returns uuid language sql immutable strict parallel safe
  return (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes a table's partitions of the month of "at" and of so many after it, and drops those whose rows were all made before
-- keep_from (null: none). Answers how many it made and dropped. The service, which owns nothing, may call it; a table that it
-- makes can be read through its parent only. A new table is attached, because that does not stop who reads and writes the
-- others; what does stop them waits two seconds at most and is tried again with the next call. The audit log of the last
-- ninety days is kept whoever asks.
create function keep_month_partitions(parent text, at timestamptz, months_ahead int, keep_from timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  key     text;
  month   timestamp;
  name    text;
  bounds  uuid[];
  changed int := 0;
begin
  key := case parent when 'attempt' then 'attempt_id' when 'audit_entry' then 'entry_id' end;
  if key is null then
    raise exception 'no table that is kept by month: %', parent;
  end if;
  if parent = 'audit_entry' then
    keep_from := least(keep_from, now() - interval '90 days');
  end if;
  for ahead in 0 .. months_ahead loop
    month := date_trunc('month', at at time zone 'UTC') + make_interval(months => ahead);
    name := parent || to_char(month, '_YYYY_MM');
    continue when to_regclass('public.' || name) is not null;
    bounds := array[public.least_id_at(month at time zone 'UTC'),
                    public.least_id_at((month + interval '1 month') at time zone 'UTC')];
    execute format('create table public.%I (like public.%I including all)', name, parent);
    -- Rows of that month that came before their partition.
    execute format('alter table public.%I no force row level security', parent || '_other');
    execute format('insert into public.%I select * from public.%I where %I >= %L and %I < %L',
                   name, parent || '_other', key, bounds[1], key, bounds[2]);
    execute format('delete from public.%I where %I >= %L and %I < %L', parent || '_other', key, bounds[1], key, bounds[2]);
    execute format('alter table public.%I force row level security', parent || '_other');
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
                   parent, name, bounds[1], bounds[2]);
    changed := changed + 1;
  end loop;
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('public.' || parent)::regclass and c.relname ~ ('^' || parent || '_[0-9]{4}_[0-9]{2}$')
      and (to_timestamp(right(c.relname, 7), 'YYYY_MM')::timestamp + interval '1 month') at time zone 'UTC' <= keep_from
  loop
    execute format('drop table public.%I', name);
    changed := changed + 1;
  end loop;
  return changed;
end $$;

-- A target as it stands this moment.
create view target_now with (security_invoker = true) as
  select tenant_id, campaign_id, customer_id, phone, state, reason, null::timestamptz as due_at, attempts, last_outcome,
         disposition, updated_at
  from target
  union all
  select tenant_id, campaign_id, customer_id, phone, state, reason, coalesce(due_at, updated_at), attempts, last_outcome,
         disposition, updated_at
  from ready
  union all
  select tenant_id, campaign_id, customer_id, phone, 'in_progress', null, null, attempt_no - 1, last_outcome, disposition,
         claimed_at
  from live_attempt;

-- A call is an attempt, live or finished.
create view call with (security_invoker = true) as
  select tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, 'finished' as state, connection,
         provider_call_id, claimed_at, sending_at, placed_at, ringing_at, answered_at, finished_at, outcome,
         disposition, reason, talk_seconds, cost, quality_score, satisfaction, script_version, recording_url, summary,
         detail
  from attempt
  union all
  select tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone,
         case when state = 'placed' and answered_at is not null then 'answered'
              when state = 'placed' and ringing_at is not null then 'ringing' else state end, connection,
         provider_call_id, claimed_at, sending_at, placed_at, ringing_at, answered_at, null::timestamptz, null::text,
         null::text, null::text, null::int, null::numeric, null::float8, null::int, null::int, null::text, null::text,
         null::jsonb
  from live_attempt;

---------------------------------------------------------------------------------------------- webhooks

-- Where a tenant wants to be told what happens. secret and old_secret are sealed (AES-GCM) and bound to this row. Deliveries
-- name it without a foreign key: they are many, and go in batches once it is deleted.
create table webhook (
  tenant_id        uuid not null references tenant,
  webhook_id       uuid not null,
  url              text not null,
  event_types      text[],                 -- null: every type, also those to come
  description      text,
  enabled          boolean not null,
  disabled_reason  text,                   -- why the service disabled it; null when a person did
  secret           bytea not null,
  old_secret       bytea,                  -- signs too, until
  old_secret_until timestamptz,
  failures         int not null default 0, -- attempts in a row that failed
  failing_since    timestamptz,
  hold_until       timestamptz not null default 'epoch', -- nothing is sent before
  version          bigint not null default 0,
  created_by       text not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  deleted_at       timestamptz,
  primary key (tenant_id, webhook_id)
) with (fillfactor = 70);

-- What happened and was not yet handed to webhooks: written in the transaction in which it happened. One row for all calls
-- that a batch settled, which names their attempts.
create table webhook_event (
  tenant_id uuid not null,
  event_id  uuid not null,                 -- UUIDv7
  type      text not null,
  at        timestamptz not null,
  data      jsonb,
  calls     uuid[],
  primary key (tenant_id, event_id)
);

-- One message to one webhook. While it is being sent next_at is when another replica may take it, and attempts says who may
-- write down what became of it.
create table webhook_delivery (
  tenant_id   uuid not null,
  delivery_id uuid not null,               -- UUIDv7
  webhook_id  uuid not null,
  message_id  uuid not null,               -- the same for every webhook and attempt: receivers know repeats by it
  type        text not null,
  body        text not null,
  state       text not null check (state in ('pending', 'delivered', 'dead')),
  attempts    int not null default 0,
  attempts_before int not null default 0,  -- made before somebody asked for it to be sent again
  next_at     timestamptz not null,
  give_up_at  timestamptz not null,
  last_status int,
  last_error  text,
  created_at  timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, delivery_id)
) with (fillfactor = 70);
create index webhook_delivery_log on webhook_delivery (tenant_id, webhook_id, delivery_id);
create index webhook_delivery_due on webhook_delivery (tenant_id, webhook_id, next_at) where state = 'pending';
create index webhook_delivery_dead on webhook_delivery (tenant_id, webhook_id, delivery_id) where state = 'dead';

create table webhook_attempt (
  tenant_id       uuid not null,
  delivery_id     uuid not null,
  attempt_no      int not null,
  at              timestamptz not null,
  duration_millis int not null,
  status          int,                     -- of the answer; null without one
  error           text,                    -- null: it was taken
  primary key (tenant_id, delivery_id, attempt_no),
  foreign key (tenant_id, delivery_id) references webhook_delivery on delete cascade
);

-- When the webhooks of a tenant that has any next need a turn. Like tenant_due: no personal data, no row level security.
create table webhook_due (
  tenant_id  uuid primary key references tenant,
  next_at    timestamptz not null,
  woken_at   timestamptz not null,         -- when something happened last
  next_sweep timestamptz not null          -- when old deliveries are looked for again
) with (fillfactor = 50);

---------------------------------------------------------------------------------------------- requests

-- What was answered to a request that creates, under the key its client gave it; platform administrators' keys have
-- the tenant of all zeros. Without a status the request is under way, until it expires.
create table idempotency_key (
  tenant_id  uuid not null,
  key        text not null,
  claim_id   uuid not null,
  request    bytea not null,               -- digest of who asked what
  status     int,
  body       text,
  etag       text,
  location   text,
  personal   boolean not null default false, -- whether the answer shows personal data unmasked
  expires_at timestamptz not null,
  primary key (tenant_id, key)
);
create index idempotency_key_expiry on idempotency_key (tenant_id, expires_at);

-- Who did what, and when; who saw whose personal data. Written in the transaction that does it. The service adds and reads,
-- and can neither change nor remove; old months go as whole tables. The platform's own doings have the tenant of all zeros.
create table audit_entry (
  tenant_id   uuid not null,
  entry_id    uuid not null,               -- UUIDv7: time-ordered
  at          timestamptz not null,
  actor       text not null,               -- subject of the token; engine, clock, guard or budget when nobody asked
  address     text,                        -- where the request came from
  request_id  text,                        -- as the client or the proxy named the request
  action      text not null,               -- what was done to what: campaign.activate
  resource_id text,
  detail      jsonb not null,
  primary key (tenant_id, entry_id)
) partition by range (entry_id);
create index audit_entry_resource on audit_entry (tenant_id, resource_id, entry_id);
create index audit_entry_actor on audit_entry (tenant_id, actor, entry_id);
create table audit_entry_other partition of audit_entry default;

-------------------------------------------------------------------------------- isolation and privileges

do $$
declare
  t text;
begin
  -- Every table with a tenant_id but the directory, which has a policy of its own, and the sweeps'.
  for t in
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('tenant', 'tenant_due', 'webhook_due')
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- What is written is checked against the setting read once per statement, not once per row.
    execute format($p$create policy tenant_isolation on %I
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))$p$, t);
  end loop;
end $$;

-- The directory of tenants: one's own row, or all of them for the platform.
alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_isolation on tenant
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         or current_setting('app.platform', true) = 'on');

-- The runtime role: made here when the owner may create roles, otherwise it must exist.
do $$
begin
  if not exists (select from pg_roles where rolname = '${runtime_role}') then
    execute format('create role %I login password %L', '${runtime_role}', '${runtime_password}');
  end if;
end $$;

grant usage on schema public to "${runtime_role}";
grant select, insert, update, delete on all tables in schema public to "${runtime_role}";
revoke all on attempt_other, audit_entry_other from "${runtime_role}";
-- Read by a replica that does not migrate itself and waits for the one that does.
revoke insert, update, delete on flyway_schema_history from "${runtime_role}";
revoke delete on tenant, attempt from "${runtime_role}";
revoke update, delete on campaign_event, script_version, audit_entry from "${runtime_role}";
revoke execute on function keep_month_partitions(text, timestamptz, int, timestamptz) from public;
grant execute on function keep_month_partitions(text, timestamptz, int, timestamptz), least_id_at(timestamptz) to "${runtime_role}";
grant execute on function set_tenant(uuid), set_tenant_for_batch(uuid), set_platform(), number_hash(bytea, text) to "${runtime_role}";

-- Partitions from the start; the service keeps them from then on.
select keep_month_partitions('attempt', now(), 2, null), keep_month_partitions('audit_entry', now(), 2, null);
