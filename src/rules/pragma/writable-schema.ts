import { pragmaBoolean } from '../../facts/pragmas.ts';
import { isTakenBack, pragmaUses } from '../../project/pragma-uses.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const isOff = (value: string): boolean => !pragmaBoolean(value);

export default defineRule({
  id: 'pragma/writable-schema',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA writable_schema = ON` that nothing in the file takes back. SQLite’s documentation uses it for single changes, and ends each with OFF or RESET.',
    why: 'It lets UPDATE and DELETE change `sqlite_schema`, the table in which SQLite keeps the schema. A mistake there makes the database unreadable, and while the switch is on, any statement of the connection can make one.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_writable_schema',
      'https://sqlite.org/lang_altertable.html#otheralter',
    ],
    bad: [
      "PRAGMA writable_schema = ON;\nDELETE FROM sqlite_schema WHERE name = 'old';",
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA writable_schema = 1');\n",
      ),
    ],
    good: [
      'PRAGMA writable_schema = OFF;',
      'PRAGMA writable_schema = RESET;',
      // Steps 3 to 9 of the documented procedure.
      "BEGIN;\nPRAGMA schema_version;\nPRAGMA writable_schema = ON;\nUPDATE sqlite_schema SET sql = 'CREATE TABLE t (x NOT NULL)' WHERE type = 'table' AND name = 't';\nPRAGMA schema_version = 8;\nPRAGMA writable_schema = OFF;\nPRAGMA integrity_check;\nCOMMIT;",
    ],
  },
  *checkProject(project) {
    const uses = pragmaUses(project);
    for (const use of uses) {
      if (use.name !== 'writable_schema' || use.value === undefined || !pragmaBoolean(use.value)) continue;
      if (isTakenBack(use, uses, isOff)) continue;
      yield {
        file: use.file.path,
        range: use.range,
        message: `${use.written} = ${use.value} lets any statement of this connection corrupt the schema.`,
        help: 'Change tables with ALTER TABLE, or make them anew (https://sqlite.org/lang_altertable.html#otheralter).',
      };
    }
  },
});
