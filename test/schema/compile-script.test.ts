import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  type ColumnSpec,
  computed,
  type ForeignKeySpec,
  type IndexSpec,
  type SchemaOperation,
  type ScriptTool,
} from '../../src/embedded/migrations/operations.ts';
import { ScriptCompiler } from '../../src/schema/compile-script.ts';
import { assembleTimeline, engineSteps, type Timeline } from '../../src/schema/timeline.ts';
import { SyntaxCache } from '../../src/sql/document.ts';
import { startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** Ranges in these tests are numbers of lines: `at(3)` is where the third line would be. */
const at = (line: number) => ({ start: line, end: line });
const named = (text: string, line = 0) => ({ text, range: at(line) });

function column(name: string, more: Partial<ColumnSpec> = {}, line = 0): ColumnSpec {
  return { name: named(name, line), type: 'INTEGER', notNull: false, range: at(line), ...more };
}

function index(columns: string[], more: Partial<IndexSpec> = {}, line = 0): IndexSpec {
  return { name: undefined, columns, unique: false, range: at(line), ...more };
}

function key(columns: string[], table: string, more: Partial<ForeignKeySpec> = {}, line = 0): ForeignKeySpec {
  return { columns, table, range: at(line), ...more };
}

type CreateTable = Extract<SchemaOperation, { kind: 'create-table' }>;

function create(name: string, columns: ColumnSpec[], more: Partial<CreateTable> = {}): CreateTable {
  return {
    kind: 'create-table',
    range: at(0),
    table: named(name),
    columns,
    uniques: [],
    foreignKeys: [],
    indexes: [],
    ...more,
  };
}

async function replay(tool: ScriptTool, ...scripts: SchemaOperation[][]): Promise<Timeline> {
  const compiler = new ScriptCompiler(new SyntaxCache());
  const steps = scripts.flatMap((operations, number) =>
    compiler.compile(`${number + 1}.rb`, { tool, whole: false, operations }),
  );
  const { results, catalog } = await engine.build('scripts', engineSteps(steps));
  return assembleTimeline(steps, results, catalog);
}

/** The schema in a few words: `t(a, b) a→p unindexed; index t_a_index(a)`. */
function describeSchema({ tables }: Timeline): string[] {
  return [...tables.values()].map(({ table, uncertain }) => {
    const columns = table.columns.map(
      ({ name, notNull, primaryKey }) => `${name}${notNull ? '!' : ''}${primaryKey ? '*' : ''}`,
    );
    const keys = table.foreignKeys.map(
      ({ columns: own, parent, indexed, onDelete }) =>
        `${own.join()}→${parent}${onDelete === 'NO ACTION' ? '' : ` ${onDelete}`}${indexed ? '' : ' unindexed'}`,
    );
    const indexes = table.indexes
      .filter(({ origin }) => origin !== 'primary-key')
      .map(
        ({ name, columns: own, unique, origin }) =>
          `${unique ? 'unique ' : ''}${origin === 'create' ? name : 'constraint'}(${own.map(({ name: column_ }) => column_).join()})`,
      );
    return [
      `${table.name}(${columns.join(', ')})`,
      ...keys,
      ...indexes,
      ...(uncertain ? [`uncertain: ${uncertain}`] : []),
    ].join('; ');
  });
}

const id = column('id', { primaryKey: true, autoincrement: true, notNull: true });
const parent = create('p', [id]);
const child = create('c', [id, column('p_id', {}, 3)], { foreignKeys: [key(['p_id'], 'p', {}, 4)] });

describe('operations of scripts become the schema that their tool makes', () => {
  const cases: Record<string, [SchemaOperation[], string[]]> = {
    'a table with keys, constraints and indexes': [
      [
        parent,
        create('c', [id, column('a', { notNull: true, unique: true }), column('p_id')], {
          uniques: [{ columns: ['a', 'p_id'], range: at(0) }],
          foreignKeys: [key(['p_id'], 'p', { onDelete: 'CASCADE' })],
          indexes: [index(['p_id'])],
        }),
      ],
      [
        'p(id!*)',
        'c(id!*, a!, p_id); p_id→p CASCADE; c_p_id_index(p_id); unique constraint(a,p_id); unique constraint(a)',
      ],
    ],
    'a composite primary key': [
      [
        create('j', [column('a', { notNull: true }), column('b', { notNull: true })], {
          primaryKey: ['a', 'b'],
        }),
      ],
      ['j(a!*, b!*)'],
    ],
    'a column added with its foreign key and index': [
      [
        parent,
        create('c', [id]),
        {
          kind: 'add-column',
          range: at(0),
          table: 'c',
          column: column('p_id'),
          foreignKeys: [key(['p_id'], 'p')],
          indexes: [index(['p_id'])],
        },
      ],
      ['p(id!*)', 'c(id!*, p_id); p_id→p; c_p_id_index(p_id)'],
    ],
    'a column that ALTER TABLE can not add': [
      [
        create('c', [id], { indexes: [index(['id'], { name: 'kept' })] }),
        {
          kind: 'add-column',
          range: at(0),
          table: 'c',
          column: column('slug', { unique: true, default: computed }),
          foreignKeys: [],
          indexes: [],
        },
      ],
      ['c(id!*, slug); kept(id); unique constraint(slug)'],
    ],
    'a column dropped with what names it': [
      [
        parent,
        child,
        { kind: 'add-index', range: at(0), table: 'c', index: index(['p_id']) },
        { kind: 'drop-column', range: at(0), table: 'c', column: 'p_id' },
      ],
      ['p(id!*)', 'c(id!*)'],
    ],
    'a column renamed, with the index and the key on it': [
      [
        parent,
        child,
        { kind: 'add-index', range: at(0), table: 'c', index: index(['p_id'], { name: 'i' }) },
        { kind: 'rename-column', range: at(0), table: 'c', column: 'p_id', to: named('owner') },
        // The table is made anew from what is known: it must know the new name.
        { kind: 'alter-column', range: at(0), table: 'c', column: 'owner', change: { notNull: true } },
      ],
      ['p(id!*)', 'c(id!*, owner!); owner→p; i(owner)'],
    ],
    'a renamed table, to which keys follow': [
      [
        parent,
        child,
        { kind: 'rename-table', range: at(0), table: 'p', to: named('q') },
        { kind: 'alter-column', range: at(0), table: 'c', column: 'p_id', change: { notNull: true } },
      ],
      ['q(id!*)', 'c(id!*, p_id!); p_id→q unindexed'],
    ],
    'an alias, by which later files call a table and a field': [
      [
        create('books', [id, column('author_id', { field: 'author' })], { alias: 'library_book' }),
        { kind: 'add-index', range: at(0), table: 'library_book', index: index(['author'], { name: 'i' }) },
        { kind: 'rename-table', range: at(0), table: 'library_book', to: named('library_volume') },
        { kind: 'drop-index', range: at(0), table: 'library_volume', name: 'i' },
        { kind: 'set-table-name', range: at(0), table: 'library_volume', to: named('volumes') },
        { kind: 'add-index', range: at(0), table: 'library_volume', index: index(['author'], { name: 'j' }) },
      ],
      ['volumes(id!*, author_id); j(author_id)'],
    ],
    'a declaration replaced: the index that the tool made for it goes': [
      [
        parent,
        create('c', [id, column('p_id', { field: 'p' })], {
          foreignKeys: [key(['p'], 'p')],
          indexes: [index(['p'], { name: 'own', implied: true }), index(['p'], { name: 'asked' })],
        }),
        {
          kind: 'replace-column',
          range: at(0),
          table: 'c',
          column: 'p',
          to: column('p_id', { field: 'p', notNull: true }),
          foreignKeys: [],
          indexes: [],
        },
      ],
      ['p(id!*)', 'c(id!*, p_id!); asked(p_id)'],
    ],
    'constraints added and dropped': [
      [
        parent,
        child,
        { kind: 'add-unique', range: at(0), table: 'c', columns: ['p_id'], name: 'u' },
        { kind: 'drop-foreign-key', range: at(0), table: 'c', parent: 'p' },
        {
          kind: 'add-foreign-key',
          range: at(0),
          table: 'c',
          foreignKey: key(['id'], 'p', { onDelete: 'CASCADE' }),
        },
        { kind: 'drop-unique', range: at(0), table: 'c', name: 'u' },
      ],
      ['p(id!*)', 'c(id!*, p_id); id→p CASCADE'],
    ],
    'a table dropped and made anew': [
      [parent, child, { kind: 'drop-table', range: at(0), table: 'c' }, create('c', [id])],
      ['p(id!*)', 'c(id!*)'],
    ],
    'what is there already is not made again': [
      [
        create('c', [id]),
        create('c', [column('other')], { ifNotExists: true }),
        {
          kind: 'add-column',
          range: at(0),
          table: 'c',
          column: column('id'),
          foreignKeys: [],
          indexes: [],
          ifNotExists: true,
        },
      ],
      ['c(id!*)'],
    ],
    'an index renamed': [
      [
        create('c', [id], { indexes: [index(['id'], { name: 'old' })] }),
        { kind: 'rename-index', range: at(0), name: 'old', to: 'new' },
      ],
      ['c(id!*); new(id)'],
    ],
    'SQL that a script runs, which a later change of the table keeps in mind': [
      [
        create('c', [id, column('a')]),
        {
          kind: 'sql',
          range: at(0),
          sql: 'CREATE INDEX lower_a ON c (lower(a)); UPDATE c SET a = 1',
          textRange: at(0),
          verbatim: true,
        },
        { kind: 'alter-column', range: at(0), table: 'c', column: 'a', change: { notNull: true } },
      ],
      ['c(id!*, a!); lower_a(lower(a))'],
    ],
  };
  for (const [name, [operations, expected]] of Object.entries(cases)) {
    test(name, async () => {
      const timeline = await replay('alembic', operations);
      assert.deepEqual(describeSchema(timeline), expected);
      assert.deepEqual(timeline.failures, []);
    });
  }
});

describe('what can not be followed makes its table uncertain, and no other', () => {
  const cases: Record<string, [SchemaOperation[], string[]]> = {
    'a change that is computed': [
      [parent, create('c', [id]), { kind: 'opaque', range: at(0), reason: 'a loop', tables: ['c'] }],
      ['p(id!*)', 'c(id!*); uncertain: a loop'],
    ],
    'a change that may touch anything made so far': [
      [parent, { kind: 'opaque', range: at(0), reason: 'a loop' }, create('c', [id])],
      ['p(id!*); uncertain: a loop', 'c(id!*)'],
    ],
    'a change of a table that SQL has shaped': [
      [
        parent,
        create('c', [id]),
        { kind: 'sql', range: at(0), sql: 'ALTER TABLE c ADD COLUMN b', textRange: at(0), verbatim: true },
        { kind: 'alter-column', range: at(0), table: 'c', column: 'b', change: { notNull: true } },
      ],
      ['p(id!*)', 'c(id!*, b); uncertain: SQL that a script runs has shaped the table c'],
    ],
    'a table that is made anew after the doubt is certain again': [
      [
        create('c', [id]),
        { kind: 'opaque', range: at(0), reason: 'a loop', tables: ['c'] },
        { kind: 'drop-table', range: at(0), table: 'c' },
        create('c', [id]),
      ],
      ['c(id!*)'],
    ],
    'a rebuild that SQLite refuses leaves the table as it was': [
      [create('c', [id]), { kind: 'add-unique', range: at(0), table: 'c', columns: ['gone'] }],
      ['c(id!*); uncertain: no such column: gone'],
    ],
    'an index on a column that is not there': [
      [create('c', [id]), { kind: 'add-index', range: at(0), table: 'c', index: index(['gone']) }],
      ['c(id!*); uncertain: no such column: gone'],
    ],
  };
  for (const [name, [operations, expected]] of Object.entries(cases))
    test(name, async () => assert.deepEqual(describeSchema(await replay('alembic', operations)), expected));
});

describe('tools differ', () => {
  const both = create('t', [id, column('a'), column('b')], {
    indexes: [index(['a', 'b'], { name: 'index_t_on_a_and_b' })],
  });
  const drop: SchemaOperation = { kind: 'drop-column', range: at(0), table: 't', column: 'b' };
  const cases: Record<string, [ScriptTool, SchemaOperation[], string[]]> = {
    'Rails and Knex keep an index without the column that is dropped': [
      'rails',
      [both, drop],
      ['t(id!*, a); index_t_on_a_and_b(a)'],
    ],
    'Alembic drops the index with it': ['alembic', [both, drop], ['t(id!*, a)']],
    'Rails renames the indexes that it has named': [
      'rails',
      [
        both,
        { kind: 'rename-column', range: at(0), table: 't', column: 'b', to: named('c') },
        { kind: 'rename-table', range: at(0), table: 't', to: named('u') },
      ],
      ['u(id!*, a, c); index_u_on_a_and_c(a,c)'],
    ],
    'Knex drops every key that shares a column': [
      'knex',
      [parent, child, { kind: 'drop-foreign-key', range: at(0), table: 'c', columns: ['p_id', 'id'] }],
      ['p(id!*)', 'c(id!*, p_id)'],
    ],
    'Django replaces all indexes of an option': [
      'django',
      [
        create('t', [id, column('a'), column('b')], {
          indexes: [
            index(['a', 'b'], { unique: true, together: 'unique_together' }),
            index(['b'], { name: 'own' }),
          ],
        }),
        {
          kind: 'set-together',
          range: at(0),
          table: 't',
          option: 'unique_together',
          indexes: [index(['b', 'a'], { unique: true, together: 'unique_together' })],
        },
      ],
      ['t(id!*, a, b); unique t_b_a_unique(b,a); own(b)'],
    ],
    'Django drops the table of a field with the field': [
      'django',
      [
        create('app_t', [id]),
        create('app_t_tags', [id, column('t_id')], { storesField: { table: 'app_t', field: 'tags' } }),
        { kind: 'drop-column', range: at(0), table: 'app_t', column: 'tags' },
      ],
      ['app_t(id!*)'],
    ],
    'Django renames the column of a field that is called after it': [
      'django',
      [
        create('t', [id, column('a_id', { field: 'a' }), column('own', { field: 'b' })]),
        { kind: 'rename-column', range: at(0), table: 't', column: 'a', to: named('x'), field: 'x' },
        { kind: 'rename-column', range: at(0), table: 't', column: 'b', to: named('y'), field: 'y' },
      ],
      ['t(id!*, x_id, own)'],
    ],
    'Laravel 11 adds a foreign key to a table': [
      'laravel',
      [
        parent,
        create('c', [id]),
        { kind: 'add-foreign-key', range: at(0), table: 'c', foreignKey: key(['id'], 'p') },
      ],
      ['p(id!*)', 'c(id!*); id→p'],
    ],
  };
  for (const [name, [tool, operations, expected]] of Object.entries(cases))
    test(name, async () => assert.deepEqual(describeSchema(await replay(tool, operations)), expected));

  test('Laravel 10 adds none', async () => {
    const operations: SchemaOperation[] = [
      parent,
      create('c', [id]),
      { kind: 'add-foreign-key', range: at(0), table: 'c', foreignKey: key(['id'], 'p') },
    ];
    const steps = new ScriptCompiler(new SyntaxCache(), { laravel: 10 }).compile('1.php', {
      tool: 'laravel',
      whole: false,
      operations,
    });
    const { results, catalog } = await engine.build('laravel 10', engineSteps(steps));
    assert.deepEqual(describeSchema(assembleTimeline(steps, results, catalog)), ['p(id!*)', 'c(id!*)']);
  });
});

test('what a later script adds stands there, the rest where it was', async () => {
  const { tables } = await replay(
    'alembic',
    [parent, child],
    [
      { kind: 'add-index', range: at(7), table: 'c', index: index(['p_id'], { name: 'i' }, 7) },
      {
        kind: 'add-column',
        range: at(8),
        table: 'c',
        column: column('q', { unique: true }, 8),
        foreignKeys: [key(['q'], 'p', {}, 9)],
        indexes: [],
      },
    ],
  );
  const state = tables.get('c');
  assert.ok(state);
  const where = (
    place:
      | { file: string; names?: ReadonlyMap<string, { range: { start: number } }> | undefined }
      | undefined,
    name: string,
  ) => `${place?.file}:${place?.names?.get(name)?.range.start}`;
  assert.equal(state.created.file, '1.rb');
  assert.equal(where(state.columns.get('p_id'), 'column p_id'), '1.rb:3');
  assert.equal(where(state.foreignKeys.get('p_id'), 'key p_id'), '1.rb:4');
  assert.equal(where(state.indexes.get('i'), 'index i'), '2.rb:7');
  assert.equal(where(state.columns.get('q'), 'column q'), '2.rb:8');
  assert.equal(where(state.foreignKeys.get('q'), 'key q'), '2.rb:9');
});
