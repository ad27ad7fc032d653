-- SYNTAX TEST "source.sqlite" "names, types and constraints in CREATE TABLE"

CREATE TEMP TABLE IF NOT EXISTS main.users ( -- people
-- <------ meta.definition.table.sqlite keyword.other.ddl.sqlite
--     ^^^^ keyword.other.ddl.sqlite
--          ^^^^^ keyword.other.ddl.sqlite
--                ^^^^^^^^^^^^^ keyword.other.ddl.sqlite
--                              ^^^^ entity.name.namespace.sqlite
--                                   ^^^^^ entity.name.type.table.sqlite
--                                              ^^^^^^ comment.line.double-dash.sqlite - variable.other.property.column.sqlite
  id INTEGER PRIMARY KEY AUTOINCREMENT,
--^^ variable.other.property.column.sqlite
--   ^^^^^^^ storage.type.sqlite
--           ^^^^^^^^^^^ storage.modifier.sqlite
--                       ^^^^^^^^^^^^^ storage.modifier.sqlite
--                                    ^ punctuation.separator.comma.sqlite
  "full, (name" VARCHAR(10, 2) NOT NULL DEFAULT 'x, y)' COLLATE NOCASE,
--^^^^^^^^^^^^^ variable.other.property.column.sqlite
--              ^^^^^^^ storage.type.sqlite
--                      ^^ constant.numeric.integer.sqlite
--                             ^^^^^^^^ storage.modifier.sqlite
--                                      ^^^^^^^ storage.modifier.sqlite
--                                               ^^^^^ string.quoted.single.sqlite
--                                                      ^^^^^^^ keyword.operator.wordlike.sqlite
--                                                              ^^^^^^ support.constant.collation.sqlite
  key, [a b] my_type, `c` UNSIGNED BIG INT DEFAULT -1,
--^^^ variable.other.property.column.sqlite - storage.modifier.sqlite storage.type.sqlite storage.type.string.sqlite
--     ^^^^^ variable.other.property.column.sqlite
--           ^^^^^^^ storage.type.sqlite
--                    ^^^ variable.other.property.column.sqlite
--                        ^^^^^^^^ storage.type.sqlite
--                                 ^^^ storage.type.sqlite
--                                                 ^ keyword.operator.arithmetic.sqlite
  org INT REFERENCES orgs (id) ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED,
--^^^ variable.other.property.column.sqlite
--    ^^^ storage.type.sqlite
--        ^^^^^^^^^^ storage.modifier.sqlite
--                   ^^^^ - storage.type.sqlite
--                         ^^ - variable.other.property.column.sqlite
--                             ^^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
--                                                ^^^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
--                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
  slug TEXT GENERATED ALWAYS AS (lower(a || ',')) STORED CHECK (length(slug) > 1 AND (slug <> 'x')),
--^^^^ variable.other.property.column.sqlite
--          ^^^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
--                               ^^^^^ support.function.scalar.sqlite
--                                          ^^^ string.quoted.single.sqlite
--                                                ^^^^^^ storage.modifier.sqlite
--                                                       ^^^^^ storage.modifier.sqlite
--                                                              ^^^^^^ support.function.scalar.sqlite
--                                                                     ^^^^ - variable.other.property.column.sqlite
--                                                                               ^^^ keyword.operator.wordlike.sqlite
  at TEXT DEFAULT CURRENT_TIMESTAMP, ok BOOLEAN DEFAULT (TRUE), c CHAR(2), d DATE,
--                ^^^^^^^^^^^^^^^^^ constant.language.time.sqlite
--                                   ^^ variable.other.property.column.sqlite
--                                      ^^^^^^^ storage.type.sqlite
--                                                       ^^^^ constant.language.boolean.sqlite
--                                                                ^^^^ storage.type.sqlite - support.function.scalar.sqlite
--                                                                           ^^^^ storage.type.sqlite - support.function.date.sqlite
  CONSTRAINT uq UNIQUE (a, b) ON CONFLICT REPLACE,
--^^^^^^^^^^ storage.modifier.sqlite
--           ^^ entity.name.type.constraint.sqlite
--              ^^^^^^ storage.modifier.sqlite
--                      ^ - variable.other.property.column.sqlite
--                            ^^^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
  PRIMARY KEY (id DESC), FOREIGN KEY (org) REFERENCES orgs(id) ON DELETE CASCADE
--^^^^^^^^^^^ storage.modifier.sqlite
--             ^^ - variable.other.property.column.sqlite
--                       ^^^^^^^^^^^ storage.modifier.sqlite
--                                         ^^^^^^^^^^ storage.modifier.sqlite
--                                                             ^^^^^^^^^^^^^^^^^ storage.modifier.sqlite
) STRICT, WITHOUT ROWID;
--^^^^^^ storage.modifier.sqlite
--        ^^^^^^^^^^^^^ storage.modifier.sqlite
--                     ^ punctuation.terminator.statement.sqlite - meta.definition.table.sqlite
SELECT text FROM users;
-- <------ keyword.other.dml.sqlite - meta.definition.table.sqlite
--     ^^^^ - storage.type.sqlite variable.other.property.column.sqlite

CREATE TABLE "select" (a);
--            ^^^^^^ entity.name.type.table.sqlite - keyword.other.dml.sqlite
--                     ^ variable.other.property.column.sqlite
CREATE TABLE copy AS SELECT a, b FROM users;
--           ^^^^ entity.name.type.table.sqlite
--                ^^ keyword.other.dml.sqlite - meta.definition.table.sqlite
--                          ^ - variable.other.property.column.sqlite
CREATE TABLE split
(
  a -- the first
--^ variable.other.property.column.sqlite
--     ^^^^^^^^^ comment.line.double-dash.sqlite
    INTEGER,
--  ^^^^^^^ storage.type.sqlite
  b TEXT
--^ variable.other.property.column.sqlite
)
CREATE TABLE no_semicolon_before (a INT)
-- <------ keyword.other.ddl.sqlite
--           ^^^^^^^^^^^^^^^^^^^ entity.name.type.table.sqlite
--                                ^ variable.other.property.column.sqlite
INSERT INTO t VALUES (1);
-- <------ keyword.other.dml.sqlite - meta.definition.table.sqlite
CREATE TABLE unclosed (a INT, b TEXT;
--                       ^^^ storage.type.sqlite
SELECT 1;
-- <------ keyword.other.dml.sqlite - meta.definition.table.sqlite
--     ^ constant.numeric.integer.sqlite
