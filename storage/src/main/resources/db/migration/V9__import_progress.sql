-- SPDX-License-Identifier: Apache-2.0
-- How far files have been imported: written in the transaction of their rows, so that an import goes on where it stopped.

create table import_progress (
    file_id      text        primary key,
    file_name    text        not null,
    next_offset  bigint      not null,
    next_line    bigint      not null,
    minutes      bigint      not null,
    refused      bigint      not null,
    started_at   timestamptz not null,
    written_at   timestamptz not null,
    finished     boolean     not null
);

comment on table import_progress is 'How far linger db import has come with each file.';
comment on column import_progress.file_id is 'SHA-256 of the file''s size and first 64 KiB: the same file under another name is the same.';
comment on column import_progress.file_name is 'Its name when it was last imported.';
comment on column import_progress.next_offset is 'First byte that is not in the tables yet, counted in the lines themselves, not in what compresses them.';
comment on column import_progress.next_line is 'Its line, from 1.';
comment on column import_progress.minutes is 'Minutes of services written.';
comment on column import_progress.refused is 'Lines refused; dead_letter has each of them.';
comment on column import_progress.started_at is 'When it was begun.';
comment on column import_progress.written_at is 'When it last wrote.';
comment on column import_progress.finished is 'Whether the end was reached.';
