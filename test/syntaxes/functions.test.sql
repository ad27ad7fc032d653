-- SYNTAX TEST "source.sqlite" "built-in functions, pragmas, commands of the shell"

SELECT coalesce(a), iif(1,2,3), count (*), group_concat(a), row_number() OVER w, lag(a);
--     ^^^^^^^^ support.function.scalar.sqlite
--                  ^^^ support.function.scalar.sqlite
--                              ^^^^^ support.function.aggregate.sqlite
--                                         ^^^^^^^^^^^^ support.function.aggregate.sqlite
--                                                          ^^^^^^^^^^ support.function.window.sqlite
--                                                                               ^^^ support.function.window.sqlite
SELECT strftime('%s'), json_extract(a), jsonb_set(a), pow(1,2), bm25(f), my_function(1), strftime, 'count(1)';
--     ^^^^^^^^ support.function.date.sqlite
--                     ^^^^^^^^^^^^ support.function.json.sqlite
--                                      ^^^^^^^^^ support.function.json.sqlite
--                                                    ^^^ support.function.math.sqlite
--                                                              ^^^^ support.function.fts.sqlite
--                                                                                       ^^^^^^^^ - support.function.date.sqlite
--                                                                                                  ^^^^^^^^ string.quoted.single.sqlite - support.function.aggregate.sqlite
SELECT * FROM json_each(a), generate_series(1, 2), pragma_table_info('t');
--            ^^^^^^^^^ support.function.json.sqlite
--                          ^^^^^^^^^^^^^^^ support.function.table-valued.sqlite
--                                                 ^^^^^^^^^^^^^^^^^ support.function.pragma.sqlite

PRAGMA main.journal_mode = WAL; pragma foreign_keys=on; PRAGMA cache_size = -2000;
-- <------ keyword.other.pragma.sqlite
--     ^^^^ entity.name.namespace.sqlite
--          ^^^^^^^^^^^^ support.type.property-name.pragma.sqlite
--                       ^ keyword.operator.assignment.sqlite
--                         ^^^ support.constant.pragma.sqlite
--                                     ^^^^^^^^^^^^ support.type.property-name.pragma.sqlite
--                                                  ^^ support.constant.pragma.sqlite
--                                                                           ^^^^ constant.numeric.integer.sqlite
PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode(delete); PRAGMA table_info('delete');
--                    ^^^^^^^^ support.constant.pragma.sqlite
--                                                   ^^^^^^ support.constant.pragma.sqlite
--                                                                               ^^^^^^ string.quoted.single.sqlite - support.constant.collation.sqlite support.constant.pragma.sqlite support.constant.raise.sqlite
PRAGMA jurnal_mode = WAL; PRAGMA optimize; SELECT journal_mode, wal;
--     ^^^^^^^^^^^ variable.other.pragma.sqlite - support.type.module.sqlite support.type.property-name.pragma.sqlite
--                               ^^^^^^^^ support.type.property-name.pragma.sqlite
--                                                ^^^^^^^^^^^^ - support.type.module.sqlite support.type.property-name.pragma.sqlite
--                                                              ^^^ - support.constant.collation.sqlite support.constant.pragma.sqlite support.constant.raise.sqlite

.mode box --wrap 40
-- <- meta.dot-command.sqlite punctuation.definition.dot-command.sqlite
-- <~---- keyword.other.dot-command.sqlite
--        ^^^^^^ variable.parameter.option.sqlite
--               ^^ constant.numeric.integer.sqlite
  .headers on
-- ^^^^^^^ keyword.other.dot-command.sqlite
--         ^^ constant.language.boolean.sqlite
.import --csv 'it is' "a \" b" -- x
--            ^^^^^^^ string.quoted.single.sqlite
--                    ^^^^^^^^ string.quoted.double.sqlite
--                             ^^^^ - comment.line.double-dash.sqlite
.print it's SELECT
--     ^^^^^^^^^^^ meta.dot-command.sqlite - string.quoted.single.sqlite
SELECT 1;
-- <------ keyword.other.dml.sqlite - meta.dot-command.sqlite string.quoted.double.js string.quoted.double.sqlite string.quoted.single.js string.quoted.single.sqlite string.template.js string.template.ts
# the shell skips this line
--^^^^^^^^^^^^^^^ comment.line.number-sign.sqlite
SELECT t .mode, .5;
--       ^^^^^ - meta.dot-command.sqlite
--              ^^ constant.numeric.float.sqlite
