-- SYNTAX TEST "source.sqlite" "strings, blobs, numbers, quoted identifiers, bind parameters"

SELECT 'it''s SELECT -> 1';
--     ^ string.quoted.single.sqlite punctuation.definition.string.begin.sqlite
--        ^^ string.quoted.single.sqlite constant.character.escape.sqlite
--          ^^^^^^^^^^^^^ string.quoted.single.sqlite - keyword.operator.json.sqlite keyword.other.dml.sqlite constant.numeric.integer.sqlite
--                       ^ punctuation.definition.string.end.sqlite
--                        ^ punctuation.terminator.statement.sqlite - string.quoted.single.sqlite
SELECT '', '''', 'a''' AS b;
--         ^^^^ string.quoted.single.sqlite
--          ^^ constant.character.escape.sqlite
--                     ^^ keyword.other.dml.sqlite - string.quoted.single.sqlite
SELECT 'back\' AS b;
--             ^^ keyword.other.dml.sqlite - string.quoted.single.sqlite
SELECT 'first line
second FROM line' FROM t;
-- <---------------- string.quoted.single.sqlite - keyword.other.dml.sqlite
--                ^^^^ keyword.other.dml.sqlite - string.quoted.single.sqlite

SELECT x'00fF', X'', x'0', x'zz';
--     ^ constant.other.blob.sqlite storage.type.string.sqlite
--       ^^^^ constant.other.blob.sqlite
--              ^ storage.type.string.sqlite
--                   ^^^^ invalid.illegal.blob.sqlite
--                         ^^^^^ invalid.illegal.blob.sqlite
--                              ^ punctuation.terminator.statement.sqlite
SELECT max'a';
--       ^ - constant.other.blob.sqlite
--        ^^^ string.quoted.single.sqlite

SELECT 42, 1_000, 0x1F, 0XdE_aD, 1.5, .5, 1., 1e5, 1.5E-3, .5e+10;
--     ^^ constant.numeric.integer.sqlite
--         ^^^^^ constant.numeric.integer.sqlite
--                ^^^^ constant.numeric.hex.sqlite
--                      ^^^^^^^ constant.numeric.hex.sqlite
--                               ^^^ constant.numeric.float.sqlite
--                                   ^^^ source.sqlite
--                                    ^^ constant.numeric.float.sqlite
--                                        ^^ constant.numeric.float.sqlite
--                                            ^^^ constant.numeric.exponential.sqlite
--                                                 ^^^^^^ constant.numeric.exponential.sqlite
--                                                         ^^^^^^ constant.numeric.exponential.sqlite
SELECT 1abc, 0xg, 1__0, t1, a.b2, _9;
--     ^^^^ - constant.numeric.integer.sqlite
--           ^^^ - constant.numeric.integer.sqlite
--                ^^^^ - constant.numeric.integer.sqlite
--                      ^^ - constant.numeric.integer.sqlite
--                            ^^ - constant.numeric.integer.sqlite
--                                ^^ - constant.numeric.integer.sqlite

SELECT "a ""SELECT"" b", `order``by`, [from where], "x;y";
--     ^ variable.other.quoted.double.sqlite punctuation.definition.identifier.begin.sqlite
--        ^^ constant.character.escape.sqlite
--          ^^^^^^ variable.other.quoted.double.sqlite - keyword.other.dml.sqlite
--                        ^^^^^ variable.other.quoted.backtick.sqlite - keyword.other.dml.sqlite
--                             ^^ constant.character.escape.sqlite
--                                     ^^^^^^^^^^ variable.other.quoted.bracket.sqlite - keyword.other.dml.sqlite
--                                               ^ punctuation.definition.identifier.end.sqlite
--                                                   ^^^ variable.other.quoted.double.sqlite - punctuation.terminator.statement.sqlite
SELECT selected, my$select, from_date, tëxt_select, t.select, "select";
--                                                    ^^^^^^ - keyword.other.dml.sqlite

SELECT ?, ?12, :name, @name, $name, $a::b, :1;
--     ^ variable.parameter.positional.sqlite
--        ^^^ variable.parameter.positional.sqlite
--             ^ punctuation.definition.variable.sqlite
--             ^^^^^ variable.parameter.named.sqlite
--                    ^^^^^ variable.parameter.named.sqlite
--                           ^^^^^ variable.parameter.named.sqlite
--                                  ^^^^^ variable.parameter.named.sqlite
--                                         ^^ variable.parameter.named.sqlite
SELECT ':name', x::text, a$b, 'user@host';
--      ^^^^^ - variable.parameter.named.sqlite
--                ^^^^^ - variable.parameter.named.sqlite
--                        ^^ - variable.parameter.named.sqlite
--                                 ^^^^^ - variable.parameter.named.sqlite

SELECT TRUE, false, NULL, CURRENT_DATE, current_time, CURRENT_TIMESTAMP;
--     ^^^^ constant.language.boolean.sqlite
--           ^^^^^ constant.language.boolean.sqlite
--                  ^^^^ constant.language.null.sqlite
--                        ^^^^^^^^^^^^ constant.language.time.sqlite
--                                      ^^^^^^^^^^^^ constant.language.time.sqlite
--                                                    ^^^^^^^^^^^^^^^^^ constant.language.time.sqlite
