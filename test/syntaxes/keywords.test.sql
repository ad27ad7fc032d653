-- SYNTAX TEST "source.sqlite" "classes of keywords, names that are keywords elsewhere"

WITH RECURSIVE c(x) AS MATERIALIZED (SELECT 1 UNION ALL SELECT x FROM c) SELECT DISTINCT x FROM c
-- <---- keyword.other.dml.sqlite
--   ^^^^^^^^^ keyword.other.dml.sqlite
--                  ^^ keyword.other.dml.sqlite
--                     ^^^^^^^^^^^^ keyword.other.dml.sqlite
--                                   ^^^^^^ keyword.other.dml.sqlite
--                                            ^^^^^ keyword.other.dml.sqlite
--                                                  ^^^ keyword.other.dml.sqlite
--                                                                              ^^^^^^^^ keyword.other.dml.sqlite
NATURAL LEFT OUTER JOIN d USING (id) WHERE x GROUP BY x HAVING y ORDER BY x DESC NULLS LAST LIMIT 1 OFFSET 2;
-- <------- keyword.other.dml.sqlite
--      ^^^^ keyword.other.dml.sqlite
--           ^^^^^ keyword.other.dml.sqlite
--                 ^^^^ keyword.other.dml.sqlite
--                        ^^^^^ keyword.other.dml.sqlite
--                                   ^^^^^ keyword.other.dml.sqlite
--                                           ^^^^^ keyword.other.dml.sqlite
--                                                 ^^ keyword.other.dml.sqlite
--                                                      ^^^^^^ keyword.other.dml.sqlite
--                                                               ^^^^^ keyword.other.dml.sqlite
--                                                                          ^^^^ keyword.other.dml.sqlite
--                                                                               ^^^^^^^^^^ keyword.other.dml.sqlite
--                                                                                          ^^^^^ keyword.other.dml.sqlite
--                                                                                                  ^^^^^^ keyword.other.dml.sqlite
INSERT OR REPLACE INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a RETURNING a;
-- <----------------- keyword.other.dml.sqlite
--                ^^^^ keyword.other.dml.sqlite
--                       ^^^^^^ keyword.other.dml.sqlite
--                                  ^^^^^^^^^^^ storage.modifier.sqlite
--                                                  ^^^^^^^^^ keyword.other.dml.sqlite
--                                                            ^^^ keyword.other.dml.sqlite
--                                                                    ^^^^^^^^ variable.language.row.sqlite
--                                                                               ^^^^^^^^^ keyword.other.dml.sqlite
REPLACE INTO t SELECT replace(a, 'x', 'y') FROM t INDEXED BY i;
-- <------- keyword.other.dml.sqlite
--                    ^^^^^^^ support.function.scalar.sqlite
--                                                ^^^^^^^^^^ keyword.other.dml.sqlite
CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a COLLATE NOCASE ASC) WHERE a IS NOT NULL;
-- <------ keyword.other.ddl.sqlite
--     ^^^^^^ keyword.other.ddl.sqlite
--            ^^^^^ keyword.other.ddl.sqlite
--                  ^^^^^^^^^^^^^ keyword.other.ddl.sqlite
--                                ^^^^ entity.name.namespace.sqlite
--                                     ^ entity.name.type.sqlite
CREATE TEMP VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(a, b); DROP TABLE IF EXISTS t;
--          ^^^^ keyword.other.ddl.sqlite
--               ^ entity.name.type.sqlite
--                                     ^^^^^^^ keyword.other.ddl.sqlite
--                                                   ^ entity.name.type.sqlite
--                                                           ^^^^ support.type.module.sqlite
--                                                                       ^^^^ keyword.other.ddl.sqlite
--                                                                                  ^^^^^^^^^ keyword.other.ddl.sqlite
ALTER TABLE t ADD COLUMN c TEXT NOT NULL; ALTER TABLE t RENAME COLUMN a TO b; REINDEX;
-- <----- keyword.other.ddl.sqlite
--            ^^^ keyword.other.ddl.sqlite
--                ^^^^^^ keyword.other.ddl.sqlite
--                      ^^^ source.sqlite
--                         ^^^^ storage.type.sqlite
--                                                      ^^^^^^^^^^^^^ keyword.other.ddl.sqlite
--                                                                      ^^ keyword.other.ddl.sqlite
--                                                                            ^^^^^^^ keyword.other.ddl.sqlite
BEGIN IMMEDIATE TRANSACTION; SAVEPOINT s; RELEASE s; ROLLBACK TO s; COMMIT; BEGIN; END TRANSACTION;
-- <--------------------------- keyword.other.transaction.sqlite
--                           ^^^^^^^^^ keyword.other.transaction.sqlite
--                                        ^^^^^^^ keyword.other.transaction.sqlite
--                                                   ^^^^^^^^^^^ keyword.other.transaction.sqlite
--                                                                  ^^^^^^ keyword.other.transaction.sqlite
--                                                                          ^^^^^ keyword.other.transaction.sqlite
--                                                                                 ^^^^^^^^^^^^^^^ keyword.other.transaction.sqlite
EXPLAIN QUERY PLAN SELECT 1; VACUUM; ANALYZE; ATTACH DATABASE 'a' AS b; DETACH b;
-- <------------------ keyword.other.explain.sqlite
--                           ^^^^^^ keyword.other.sqlite
--                                   ^^^^^^^ keyword.other.sqlite
--                                            ^^^^^^^^^^^^^^^ keyword.other.sqlite
--                                                                      ^^^^^^ keyword.other.sqlite
SELECT sum(x) FILTER (WHERE y) OVER (PARTITION BY z ORDER BY w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t WINDOW q AS ();
--            ^^^^^^ keyword.other.window.sqlite
--                             ^^^^ keyword.other.window.sqlite
--                                   ^^^^^^^^^ keyword.other.window.sqlite
--                                                             ^^^^ keyword.other.window.sqlite
--                                                                          ^^^^^^^^^ keyword.other.window.sqlite
--                                                                                    ^^^^^^^^^ keyword.other.window.sqlite
--                                                                                                  ^^^^^^^^^^^ keyword.other.window.sqlite
--                                                                                                              ^^^^^^^^^^^^ keyword.other.window.sqlite
--                                                                                                                                   ^^^^^^ keyword.other.dml.sqlite
SELECT CASE a WHEN 1 THEN 2 ELSE 3 END, CAST(a AS UNSIGNED BIG INT), CAST((b) AS text);
--     ^^^^ keyword.control.case.sqlite
--            ^^^^ keyword.control.case.sqlite
--                   ^^^^ keyword.control.case.sqlite
--                          ^^^^ keyword.control.case.sqlite
--                                 ^^^ keyword.control.case.sqlite
--                                      ^^^^ keyword.other.cast.sqlite
--                                             ^^ keyword.other.dml.sqlite
--                                                ^^^^^^^^^^^^^^^^ storage.type.sqlite
--                                                                               ^^^^ storage.type.sqlite

SELECT key, text, date, action, plan, query, rows, left, right, first, last, count FROM t;
--     ^^^ - storage.modifier.sqlite storage.type.sqlite
--          ^^^^ - storage.modifier.sqlite storage.type.sqlite
--                ^^^^ - storage.modifier.sqlite storage.type.sqlite support.function.date.sqlite
--                      ^^^^^^ - storage.modifier.sqlite storage.type.sqlite
--                              ^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                    ^^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                           ^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                                 ^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                                       ^^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                                              ^^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                                                     ^^^^ - storage.modifier.sqlite storage.type.sqlite
--                                                                           ^^^^^ - storage.modifier.sqlite storage.type.sqlite support.function.aggregate.sqlite
SELECT t.select, t.order, t.null, t.count(, end.x FROM main.index;
--       ^^^^^^ - keyword.other.dml.sqlite constant.language.boolean.sqlite constant.language.null.sqlite constant.language.time.sqlite
--                 ^^^^^ - keyword.other.dml.sqlite constant.language.boolean.sqlite constant.language.null.sqlite constant.language.time.sqlite
--                          ^^^^ - constant.language.null.sqlite
--                                  ^^^^^ - constant.language.boolean.sqlite constant.language.null.sqlite constant.language.time.sqlite support.function.aggregate.sqlite
--                                          ^^^ - keyword.control.case.sqlite constant.language.boolean.sqlite constant.language.null.sqlite constant.language.time.sqlite
--                                                          ^^^^^ - keyword.other.ddl.sqlite constant.language.boolean.sqlite constant.language.null.sqlite constant.language.time.sqlite
SELECT * FROM sqlite_master JOIN sqlite_schema JOIN main.sqlite_temp_schema JOIN sqlite_sequence WHERE rowid = 1 AND _rowid_ = 2;
--            ^^^^^^^^^^^^^ support.class.system-table.sqlite
--                               ^^^^^^^^^^^^^ support.class.system-table.sqlite
--                                                       ^^^^^^^^^^^^^^^^^^ support.class.system-table.sqlite
--                                                                               ^^^^^^^^^^^^^^^ support.class.system-table.sqlite
--                                                                                                     ^^^^^ variable.language.rowid.sqlite
--                                                                                                                   ^^^^^^^ variable.language.rowid.sqlite
SELECT my_sqlite_master, sqlite_masters;
--        ^^^^^^^^^^^^^ - support.class.system-table.sqlite
--                       ^^^^^^^^^^^^^^ - support.class.system-table.sqlite
