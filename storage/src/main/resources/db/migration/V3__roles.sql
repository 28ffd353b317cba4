-- SPDX-License-Identifier: Apache-2.0
-- Three roles to hand out: linger_owner migrates and drops, linger_writer is enough for a sink beside an owner's upkeep,
-- linger_reader only reads, and not for longer than 30 s. They have no password and cannot log in until somebody says
--     alter role linger_reader login password '...';
-- Where the migrating role may not make roles, none are made, and the grants are left to whoever may.

do $$
declare
    name text;
begin
    if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
        raise notice 'no roles made: % may not create roles', current_user;
        return;
    end if;
    foreach name in array array['linger_owner', 'linger_writer', 'linger_reader'] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then
            null; -- roles belong to the whole server: another database has made it
        end;
    end loop;
    alter role linger_reader set default_transaction_read_only = on;
    alter role linger_reader set statement_timeout = '30s';

    execute format('grant usage on schema %I to linger_writer, linger_reader', current_schema());
    execute format('grant usage, create on schema %I to linger_owner', current_schema());
    execute format('grant select on all tables in schema %I to linger_reader', current_schema());
    execute format('grant select, insert, update, delete on all tables in schema %I to linger_writer', current_schema());
    execute format('grant all on all tables in schema %I to linger_owner', current_schema());
    execute format('alter default privileges in schema %I grant select on tables to linger_reader', current_schema());
    execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to linger_writer', current_schema());
    execute format('alter default privileges in schema %I grant all on tables to linger_owner', current_schema());
    execute format('alter function ensure_day_partition(regclass, date) security definer set search_path = %I, pg_temp', current_schema());
end $$;
