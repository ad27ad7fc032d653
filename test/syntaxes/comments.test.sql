-- SYNTAX TEST "source.sqlite" "comments and the markers in them"

-- plain text SELECT 1
-- ^^^^^^^^^^^^^^^^^^^ comment.line.double-dash.sqlite - keyword.other.dml.sqlite
SELECT 1 -- behind a statement; SELECT
--       ^^ punctuation.definition.comment.sqlite
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.line.double-dash.sqlite - keyword.other.dml.sqlite
SELECT /* inside /* not nested */ 1;
--     ^^ comment.block.sqlite punctuation.definition.comment.begin.sqlite
--        ^^^^^^ comment.block.sqlite
--                             ^^ punctuation.definition.comment.end.sqlite
--                                ^ constant.numeric.integer.sqlite - comment.line.double-dash.sqlite
/* first
second SELECT -- */ DELETE
-- <----------------- comment.block.sqlite - comment.line.double-dash.sqlite keyword.other.dml.sqlite
--                  ^^^^^^ keyword.other.dml.sqlite - comment.line.double-dash.sqlite

--> statement-breakpoint
--^ comment.line.double-dash.sqlite punctuation.definition.directive.sqlite
--  ^^^^^^^^^^^^^^^^^^^^ comment.line.double-dash.sqlite keyword.other.directive.migration.sqlite
-- +goose Up
-- ^^^^^^ comment.line.double-dash.sqlite keyword.other.directive.migration.sqlite
--        ^^ keyword.other.directive.migration.sqlite
-- +goose StatementBegin
--        ^^^^^^^^^^^^^^ keyword.other.directive.migration.sqlite
-- +goose NO TRANSACTION
--        ^^^^^^^^^^^^^^ keyword.other.directive.migration.sqlite
-- +migrate Down notransaction
-- ^^^^^^^^ keyword.other.directive.migration.sqlite
--          ^^^^ keyword.other.directive.migration.sqlite
--               ^^^^^^^^^^^^^ keyword.other.directive.migration.sqlite
-- +goosey Up
-- ^^^^^^^^^^ - keyword.other.directive.ignore.sqlite keyword.other.directive.migration.sqlite keyword.other.directive.query.sqlite keyword.other.directive.region.sqlite
-- migrate:up transaction:false
-- ^^^^^^^^^^ comment.line.double-dash.sqlite keyword.other.directive.migration.sqlite
--                        ^^^^^ constant.language.boolean.sqlite
-- migrate:upper
-- ^^^^^^^^^^^^^ - keyword.other.directive.ignore.sqlite keyword.other.directive.migration.sqlite keyword.other.directive.query.sqlite keyword.other.directive.region.sqlite
-- rambler down
-- ^^^^^^^^^^^^ keyword.other.directive.migration.sqlite
-- then migrate:up the rest
--      ^^^^^^^^^^ - keyword.other.directive.migration.sqlite

-- name: GetUser :one
-- ^^^^^ keyword.other.directive.query.sqlite
--       ^^^^^^^ entity.name.function.query.sqlite
--               ^^^^ keyword.other.directive.query.sqlite
-- name: insert_user!
--       ^^^^^^^^^^^ entity.name.function.query.sqlite
--                  ^ keyword.other.directive.query.sqlite
-- :name find-user :? :1
-- ^^^^^ keyword.other.directive.query.sqlite
--       ^^^^^^^^^ entity.name.function.query.sqlite
--                 ^^ keyword.other.directive.query.sqlite
--                    ^^ keyword.other.directive.query.sqlite
/* name: ListUsers :many */
-- ^^^^^ comment.block.sqlite keyword.other.directive.query.sqlite
--       ^^^^^^^^^ entity.name.function.query.sqlite
-- name: the user's full name
-- ^^^^^ - keyword.other.directive.ignore.sqlite keyword.other.directive.migration.sqlite keyword.other.directive.query.sqlite keyword.other.directive.region.sqlite
--       ^^^ - entity.name.function.query.sqlite

-- preflight-ignore schema/unindexed-foreign-key: the table has ten rows
-- ^^^^^^^^^^^^^^^^ comment.line.double-dash.sqlite keyword.other.directive.ignore.sqlite
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ constant.other.rule.sqlite
--                                              ^ punctuation.separator.key-value.sqlite
--                                               ^^^^^^^^^^^^^^^^^^^^^^^ comment.line.double-dash.sqlite - constant.other.rule.sqlite keyword.other.directive.ignore.sqlite keyword.other.directive.migration.sqlite keyword.other.directive.query.sqlite keyword.other.directive.region.sqlite
-- preflight-ignore query/full-scan, json/*: generated
--                  ^^^^^^^^^^^^^^^ constant.other.rule.sqlite
--                                 ^ punctuation.separator.comma.sqlite
--                                   ^^^^^^ constant.other.rule.sqlite
SELECT 1; -- preflight-ignore query/full-scan: small
--           ^^^^^^^^^^^^^^^^ keyword.other.directive.ignore.sqlite
-- see preflight-ignore query/full-scan
--     ^^^^^^^^^^^^^^^^ - keyword.other.directive.ignore.sqlite
-- #region indexes
-- ^^^^^^^ keyword.other.directive.region.sqlite
-- #endregion
-- ^^^^^^^^^^ keyword.other.directive.region.sqlite

SELECT '-- +goose Up', "/* not a comment", `--`, [-- x];
--      ^^^^^^^^^^^^ string.quoted.single.sqlite - comment.line.double-dash.sqlite keyword.other.directive.migration.sqlite
--                      ^^^^^^^^^^^^^^^^ variable.other.quoted.double.sqlite - comment.block.sqlite comment.line.double-dash.sqlite
--                                          ^^ variable.other.quoted.backtick.sqlite - comment.line.double-dash.sqlite
--                                                ^^^^ variable.other.quoted.bracket.sqlite - comment.line.double-dash.sqlite
--                                                     ^ punctuation.terminator.statement.sqlite - comment.line.double-dash.sqlite
