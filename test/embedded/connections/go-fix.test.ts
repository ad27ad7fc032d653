import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { withMattn, withModernc, withNcruces } from '../../support/go-programs.ts';
import { linterFor, startEngine } from '../../support/lint.ts';

describe('a pragma is put into the data source name', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  const cases: readonly [string, string, string | undefined][] = [
    [withModernc('sql.Open("sqlite", "app.db")'), 'busy_timeout', '"app.db?_pragma=busy_timeout(5000)")'],
    [withMattn('sql.Open("sqlite3", "app.db?_fk=1")'), 'busy_timeout', '"app.db?_fk=1&_busy_timeout=5000")'],
    [withMattn('sql.Open("sqlite3", path)'), 'busy_timeout', 'path+"?_busy_timeout=5000")'],
    [
      withMattn('sql.Open("sqlite3", cfg.Path+`?_fk=1`)'),
      'busy_timeout',
      'cfg.Path+`?_fk=1&_busy_timeout=5000`)',
    ],
    // mattn has no name for it.
    [withMattn('sql.Open("sqlite3", path)'), 'temp_store', undefined],
    // What a format ends with.
    [
      withModernc('sql.Open("sqlite", fmt.Sprintf("file:%s", path))'),
      'busy_timeout',
      'fmt.Sprintf("file:%s", path)+"?_pragma=busy_timeout(5000)")',
    ],
    // ncruces reads no parameters of a plain path.
    [withNcruces('sql.Open("sqlite3", "app.db")'), 'busy_timeout', undefined],
    [
      withNcruces('sql.Open("sqlite3", "file:app.db")'),
      'busy_timeout',
      '"file:app.db?_pragma=busy_timeout(5000)")',
    ],
  ];
  for (const [text, pragma, expected] of cases) {
    test(`${/sql\.Open.*/.exec(text)?.[0]} ${pragma}`, async () => {
      const linter = linterFor(engine, { 'main.go': text });
      await linter.update();
      const edit = linter.project.connections[0]?.site.fix?.(pragma, '5000');
      if (expected === undefined) {
        assert.equal(edit, undefined);
        return;
      }
      assert.ok(edit);
      const fixed = text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
      assert.ok(fixed.includes(expected), fixed);
    });
  }
});
