-- SYNTAX TEST "source.sqlite" "triggers and what ends them"

CREATE TEMP TRIGGER IF NOT EXISTS main.touch AFTER UPDATE OF a, b ON users FOR EACH ROW
--          ^^^^^^^ meta.definition.trigger.sqlite keyword.other.ddl.sqlite
--                  ^^^^^^^^^^^^^ keyword.other.ddl.sqlite
--                                ^^^^ entity.name.namespace.sqlite
--                                     ^^^^^ entity.name.function.trigger.sqlite
--                                           ^^^^^ keyword.other.trigger.sqlite
--                                                 ^^^^^^^^^ keyword.other.trigger.sqlite
--                                                                ^^ keyword.other.dml.sqlite
--                                                                         ^^^^^^^^^^^^ keyword.other.trigger.sqlite
WHEN CASE NEW.a WHEN OLD.a THEN 0 ELSE 1 END
-- <---- keyword.control.case.sqlite
--        ^^^ variable.language.row.sqlite
--                   ^^^ variable.language.row.sqlite
--                                       ^^^ keyword.control.case.sqlite
BEGIN
-- <----- meta.block.trigger.sqlite keyword.control.trigger.begin.sqlite
  UPDATE users SET a = CASE WHEN NEW.b THEN (CASE 1 WHEN 1 THEN 2 END) ELSE 'END;' END WHERE id = NEW.id;
--^^^^^^ meta.block.trigger.sqlite keyword.other.dml.sqlite
--                                                                ^^^ keyword.control.case.sqlite
--                                                                           ^^^^ string.quoted.single.sqlite - keyword.control.case.sqlite
--                                                                                 ^^^ keyword.control.case.sqlite
--                                                                                     ^^^^^ meta.block.trigger.sqlite keyword.other.dml.sqlite
--                                                                                                      ^ meta.block.trigger.sqlite punctuation.terminator.statement.sqlite
  -- END; in a comment
--   ^^^ - keyword.control.case.sqlite
  INSERT INTO log ("end", t.end) VALUES (weekend, end_at);
--                  ^^^ variable.other.quoted.double.sqlite - keyword.control.case.sqlite
--                          ^^^ - keyword.control.case.sqlite
  SELECT RAISE(ABORT, 'no');
--       ^^^^^ keyword.control.raise.sqlite
--             ^^^^^ support.constant.raise.sqlite
END;
-- <--- meta.definition.trigger.sqlite keyword.control.trigger.end.sqlite - meta.block.trigger.sqlite
-- ^ punctuation.terminator.statement.sqlite - meta.definition.trigger.sqlite
SELECT 1; END;
-- <------ keyword.other.dml.sqlite - meta.definition.trigger.sqlite
--        ^^^ - keyword.control.trigger.end.sqlite

CREATE TRIGGER "a b" INSTEAD OF DELETE ON v BEGIN DELETE FROM t; END; SELECT 2;
--             ^^^^^ entity.name.function.trigger.sqlite
--                   ^^^^^^^^^^ keyword.other.trigger.sqlite
--                                          ^^^^^ keyword.control.trigger.begin.sqlite
--                                                               ^^^ keyword.control.trigger.end.sqlite
--                                                                    ^^^^^^ keyword.other.dml.sqlite - meta.definition.trigger.sqlite

CREATE TRIGGER broken BEFORE INSERT ON t BEGIN SELECT CASE 1; SELECT 2;
--                    ^^^^^^ keyword.other.trigger.sqlite
--                                                    ^^^^ keyword.control.case.sqlite
--                                                            ^^^^^^ meta.block.trigger.sqlite keyword.other.dml.sqlite
CREATE TABLE next (a INT);
-- <------ meta.definition.table.sqlite keyword.other.ddl.sqlite - meta.definition.trigger.sqlite
--                   ^^^ storage.type.sqlite
