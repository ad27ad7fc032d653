-- SYNTAX TEST "source.sqlite" "operators"

SELECT a -> '$.x', b ->> '$.y', c->'->'->>'->>';
--       ^^ keyword.operator.json.sqlite
--                   ^^^ keyword.operator.json.sqlite
--                               ^^ keyword.operator.json.sqlite
--                                  ^^ string.quoted.single.sqlite - keyword.operator.json.sqlite
--                                         ^^^ string.quoted.single.sqlite - keyword.operator.json.sqlite
SELECT a || b << 1 >> 2 & 3 | ~4;
--       ^^ keyword.operator.concatenation.sqlite
--            ^^ keyword.operator.bitwise.sqlite
--                 ^^ keyword.operator.bitwise.sqlite
--                      ^ keyword.operator.bitwise.sqlite
--                            ^ keyword.operator.bitwise.sqlite
SELECT a == b = c <> d != e <= f >= g < h > i;
--       ^^ keyword.operator.comparison.sqlite
--                ^^ keyword.operator.comparison.sqlite
--                     ^^ keyword.operator.comparison.sqlite
--                          ^^ keyword.operator.comparison.sqlite
--                               ^^ keyword.operator.comparison.sqlite
--                ^ keyword.operator.comparison.sqlite
SELECT a + b - c * d / e % f;
--       ^ keyword.operator.arithmetic.sqlite
--           ^ keyword.operator.arithmetic.sqlite
--               ^ keyword.operator.arithmetic.sqlite
--                   ^ keyword.operator.arithmetic.sqlite
--                       ^ keyword.operator.arithmetic.sqlite
SELECT *, t.*, count(*) FROM t;
--     ^ keyword.operator.star.sqlite
--          ^ keyword.operator.star.sqlite
--                   ^ keyword.operator.star.sqlite
SELECT a AND b OR NOT c IN (1) IS NOT NULL LIKE 'x' GLOB 'y' BETWEEN 1 AND 2;
--       ^^^ keyword.operator.wordlike.sqlite
--             ^^ keyword.operator.wordlike.sqlite
--                ^^^ keyword.operator.wordlike.sqlite
--                      ^^ keyword.operator.wordlike.sqlite
--                             ^^ keyword.operator.wordlike.sqlite
--                                         ^^^^ keyword.operator.wordlike.sqlite
--                                                  ^^^^ keyword.operator.wordlike.sqlite
--                                                           ^^^^^^^ keyword.operator.wordlike.sqlite
SELECT a IS NOT DISTINCT FROM b COLLATE NOCASE ESCAPE '!' MATCH 'x' REGEXP 'y';
--       ^^^^^^^^^^^^^^^^^^^^ keyword.operator.wordlike.sqlite
--                              ^^^^^^^ keyword.operator.wordlike.sqlite
--                                      ^^^^^^ support.constant.collation.sqlite
--                                             ^^^^^^ keyword.operator.wordlike.sqlite
--                                                        ^^^^^ keyword.operator.wordlike.sqlite
--                                                                  ^^^^^^ keyword.operator.wordlike.sqlite
