import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayBeAlembicMigration, readAlembic } from '../../../src/embedded/migrations/alembic.ts';
import type { MigrationScript } from '../../../src/embedded/migrations/operations.ts';
import { describeOperations } from '../../support/describe-operations.ts';
import { languages } from '../../support/lint.ts';

const path = 'migrations/versions/a2_more.py';

/** What stands around the statements of a case. */
const before = `from typing import Sequence, Union
import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from app.tools import create_index_if_missing, slugify
from app.types import GUID
from app.database import is_postgresql

revision: str = 'a2'
down_revision: Union[str, None] = 'a1'

NAMES = ['x', 'y']
VIEW = "CREATE VIEW v AS SELECT 1"


def dialect():
    return op.get_bind().dialect.name


def is_mysql():
    return dialect() == 'mysql'


def has_column(table, column):
    inspector = sa.inspect(op.get_bind())
    return column in [c['name'] for c in inspector.get_columns(table)]


def add_flag(table, name='flag'):
    op.add_column(table, sa.Column(name, sa.Boolean()))


def upgrade() -> None:
`;

function migration(statements: string): string {
  const body = statements.replace(/^(?=.)/gm, '    ');
  return `${before}${body}\n\n\ndef downgrade() -> None:\n    op.drop_table('never')\n`;
}

async function read(text: string): Promise<MigrationScript | undefined> {
  const tree = await languages.parse('python', text);
  assert.ok(tree);
  const script = readAlembic(tree.rootNode, text, path);
  tree.delete();
  return script;
}

interface Case {
  readonly name: string;
  readonly source: string;
  readonly operations: readonly string[];
}

/** Compared with what Alembic 1.20.1 with SQLAlchemy 2.1.9 makes of such migrations in SQLite. */
const cases: readonly Case[] = [
  {
    name: 'a table with columns and types',
    source: `op.create_table('user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('nick', sa.Unicode(20), nullable=False, unique=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('bio', sa.Text()),
    sa.Column('kind', sa.Enum('a', 'bcd', name='kind')),
    sa.Column('price', sa.Numeric(10, 2)),
    sa.Column('rate', sa.Numeric(precision=5, scale=1)),
    sa.Column('big', sa.BigInteger),
    sa.Column('photo', sa.LargeBinary()),
    sa.Column('uuid', sa.Uuid()),
    sa.Column('at', sa.DateTime(timezone=True)),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')),
    sa.Column('flag', sa.Integer().with_variant(sa.String(3), 'sqlite')),
    sa.Column('guid', GUID()),
    sa.Column('low', sa.String(5, collation='NOCASE')),
    sa.PrimaryKeyConstraint('id'),
)`,
    operations: [
      'create user (id INTEGER not null, email VARCHAR(120), nick VARCHAR(20) not null unique, name VARCHAR not null, bio TEXT, kind VARCHAR(3), price NUMERIC(10, 2), rate NUMERIC(5, 1), big BIGINT, photo BLOB, uuid CHAR(32), at DATETIME, data JSON, flag VARCHAR(3), guid GUID, low VARCHAR(5) collate NOCASE, primary key(id))',
    ],
  },
  {
    name: 'defaults',
    source: `op.create_table('t',
    sa.Column('a', sa.String(), server_default='it\\'s'),
    sa.Column('b', sa.Integer(), server_default='0'),
    sa.Column('c', sa.Integer(), server_default=sa.text('0')),
    sa.Column('d', sa.DateTime(), server_default=sa.func.now()),
    sa.Column('e', sa.Text(), server_default=sa.text("lower('X')")),
    sa.Column('f', sa.Boolean(), server_default=sa.true()),
    sa.Column('g', sa.Boolean(), server_default=sa.false(), default=True),
    sa.Column('h', sa.Text(), server_default=None, default='x'),
    sa.Column('i', sa.Text(), server_default=default_of('i')),
    sa.Column('j', sa.Integer(), sa.Computed('a + 1')),
)`,
    operations: [
      "create t (a VARCHAR default 'it''s', b INTEGER default '0', c INTEGER default 0, d DATETIME default CURRENT_TIMESTAMP, e TEXT default (lower('X')), f BOOLEAN default 1, g BOOLEAN default 0, h TEXT, i TEXT default computed, j INTEGER as (a + 1))",
    ],
  },
  {
    name: 'a foreign key has no index of its own',
    source: `op.create_table('post',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('user_id', sa.Integer(), sa.ForeignKey('user.id', ondelete='CASCADE'), nullable=False),
    sa.Column('team_id', sa.Integer()),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name='fk_team', ondelete='set null', onupdate='CASCADE'),
)`,
    operations: [
      'create post (id INTEGER pk not null, user_id INTEGER not null, team_id INTEGER, key(user_id) → user(id) on delete CASCADE @user_id, key(team_id) → team(id) on delete SET NULL on update CASCADE @team_id)',
    ],
  },
  {
    name: 'unique columns and constraints, indexes of columns',
    source: `op.create_table('t',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('a', sa.String(), unique=True),
    sa.Column('b', sa.String(), index=True),
    sa.Column('c', sa.String(), index=True, unique=True),
    sa.UniqueConstraint('a', 'b', name='uq'),
    sa.CheckConstraint('id > 0'),
    sa.Index('ix_ab', 'a', 'b', unique=True),
)`,
    operations: [
      'create t (id INTEGER pk not null, a VARCHAR unique, b VARCHAR, c VARCHAR, unique(a,b@a)); index ix_t_b (b) @b; unique index ix_t_c (c) @c; unique index ix_ab (a,b) @ix_ab',
    ],
  },
  {
    name: 'composite keys, and keys that may be null',
    source: `op.create_table('pair', sa.Column('a', sa.Integer(), primary_key=True), sa.Column('b', sa.Integer(), primary_key=True, nullable=True))
op.create_table('pair2', sa.Column('a', sa.Integer()), sa.Column('b', sa.Integer(), nullable=True), sa.PrimaryKeyConstraint('a', 'b'))
op.create_table('counted', sa.Column('id', sa.Integer(), primary_key=True), sqlite_autoincrement=True)
op.create_table('maybe', sa.Column('id', sa.Integer(), primary_key=True), if_not_exists=True)`,
    operations: [
      'create pair (a INTEGER not null, b INTEGER, primary key(a,b))',
      'create pair2 (a INTEGER not null, b INTEGER, primary key(a,b))',
      'create counted (id INTEGER pk auto not null)',
      'create maybe if not exists (id INTEGER pk not null)',
    ],
  },
  {
    name: 'a table whose columns are computed',
    source: `op.create_table('t', *columns())
op.create_table('u', sa.Column(name_of('u'), sa.Integer()))
op.create_table(name_of('v'), sa.Column('id', sa.Integer()))`,
    operations: [
      "opaque [t]: op.create_table can't be followed",
      "opaque [u]: op.create_table can't be followed",
      "opaque any: op.create_table can't be followed",
    ],
  },
  {
    name: 'a table of another schema',
    source: `op.create_table('t', sa.Column('id', sa.Integer()), schema='other')
op.drop_table('u', schema=None)`,
    operations: ["opaque [t]: op.create_table can't be followed", 'drop u'],
  },
  {
    name: 'indexes',
    source: `op.create_index(op.f('ix_user_email'), 'user', ['email'], unique=True)
op.create_index('ix_low', 'user', [sa.text('lower(name)')])
op.create_index('ix_desc', 'user', [sa.text('n DESC'), 'm', sa.desc('o'), sa.column('p').desc()])
op.create_index('ix_part', 'user', ['n'], sqlite_where=sa.text('m > 0'), postgresql_where=sa.text('m > 1'), if_not_exists=True)
op.create_index('ix_computed', 'user', names())
op.drop_index('ix_a', table_name='user')
op.drop_index(op.f('ix_b'), 'user', if_exists=True)
op.drop_index('ix_c')`,
    operations: [
      'user unique index ix_user_email (email) @ix_user_email',
      'user index ix_low ((lower(name))) @ix_low',
      'user index ix_desc (n desc,m,o desc,p desc) @ix_desc',
      'user index ix_part (n) where m > 0 @ix_part if not exists',
      "opaque [user]: op.create_index can't be followed",
      'user drop index ix_a()',
      'user drop index ix_b() if exists',
      'undefined drop index ix_c()',
    ],
  },
  {
    name: 'columns',
    source: `op.add_column('user', sa.Column('a', sa.String(), nullable=True, index=True))
op.add_column('user', sa.Column('b', sa.Integer(), sa.ForeignKey('team.id'), nullable=False, server_default='7'), if_not_exists=True)
op.drop_column('user', 'c')
op.alter_column('user', 'd', existing_type=sa.Integer(), type_=sa.BigInteger(), nullable=False)
op.alter_column('user', 'e', server_default=None)
op.alter_column('user', 'f', server_default=False, comment='x')
op.alter_column('user', 'g', new_column_name='h')
op.alter_column(table_name='user', column_name='i', nullable=True)`,
    operations: [
      'user add a VARCHAR; index ix_user_a (a) @a',
      "user add if not exists b INTEGER not null default '7' key(b) → team(id) @b",
      'user drop c',
      'user alter d BIGINT not null',
      'user alter e default none',
      'user rename g → h',
      'user alter i null',
    ],
  },
  {
    name: 'constraints',
    source: `op.create_foreign_key('fk', 'post', 'user', ['user_id'], ['id'], ondelete='CASCADE')
op.create_unique_constraint('uq', 'post', ['a', 'b'])
op.create_primary_key('pk', 'post', ['id'])
op.create_check_constraint('ck', 'post', 'id > 0')
op.drop_constraint('fk', 'post', type_='foreignkey')
op.drop_constraint('uq', 'post', type_='unique')
op.drop_constraint('ck', 'post', type_='check')
op.drop_constraint('which', 'post')`,
    operations: [
      'post key(user_id) → user(id) on delete CASCADE @user_id',
      'post add-unique uq(a,b)',
      'post primary key(id)',
      'post drop key fk()',
      'post drop-unique uq()',
      'opaque [post]: the kind of the constraint is not told',
    ],
  },
  {
    name: 'tables are dropped and renamed',
    source: `op.drop_table('a')
op.drop_table('b', if_exists=True)
op.rename_table('c', 'd')`,
    operations: ['drop a', 'drop b if exists', 'rename-table c → d'],
  },
  {
    name: 'a batch',
    source: `with op.batch_alter_table('post', schema=None) as batch_op:
    batch_op.add_column(sa.Column('title', sa.String(10), nullable=True))
    batch_op.create_index(batch_op.f('ix_post_title'), ['title'], unique=False)
    batch_op.create_foreign_key('fk', 'user', ['user_id'], ['id'], ondelete='CASCADE')
    batch_op.create_unique_constraint('uq', ['title'])
    batch_op.alter_column('a', existing_type=sa.Integer(), nullable=False, new_column_name='b')
    batch_op.drop_constraint('fk_old', type_='foreignkey')
    batch_op.drop_column('c')
    batch_op.drop_index('ix_d')
    batch_op.create_primary_key('pk', ['id'])
    batch_op.execute('UPDATE post SET a = 1')`,
    operations: [
      'post add title VARCHAR(10)',
      'post index ix_post_title (title) @ix_post_title',
      'post key(user_id) → user(id) on delete CASCADE @user_id',
      'post add-unique uq(title)',
      'post alter a not null',
      'post rename a → b',
      'post drop key fk_old()',
      'post drop c',
      'post drop index ix_d()',
      'post primary key(id)',
      'sql UPDATE post SET a = 1',
    ],
  },
  {
    name: 'a batch that sets up the table anew',
    source: `with op.batch_alter_table('post', table_args=(sa.UniqueConstraint('a'),)) as batch_op:
    batch_op.drop_column('c')
with op.batch_alter_table(table_of('x')) as batch_op:
    batch_op.drop_column('c')`,
    operations: ['opaque [post]: the batch sets the table up anew', 'opaque any: the table is computed'],
  },
  {
    name: 'SQL',
    source: `op.execute('DROP INDEX a')
op.execute("""
    CREATE INDEX b
    ON t (x)
""")
op.execute(sa.text(r'CREATE INDEX c ON t (x)'))
op.execute(sa.text('UPDATE t SET x = :x').bindparams(x=1))
op.execute(VIEW)
op.execute('CREATE INDEX d ' 'ON t (x)')
op.get_bind().execute(sa.text('DROP INDEX e'))
conn = op.get_bind()
conn.exec_driver_sql('DROP INDEX f')`,
    operations: [
      'sql DROP INDEX a',
      `sql CREATE INDEX b
        ON t (x)`,
      'sql CREATE INDEX c ON t (x)',
      'sql UPDATE t SET x = :x',
      'sql CREATE VIEW v AS SELECT 1',
      'sql CREATE INDEX d ON t (x) (not verbatim)',
      'sql DROP INDEX e',
      'sql DROP INDEX f',
    ],
  },
  {
    name: 'statements of SQLAlchemy and fixes of rows',
    source: `t = sa.table('t', sa.column('x'))
op.execute(t.update().where(t.c.x == 1).values(x=2))
op.bulk_insert(t, [{'x': 1}])
conn = op.get_bind()
for row in conn.execute(sa.select(t.c.x)).fetchall():
    conn.execute(t.update().values(x=slugify(row.x)))
    op.execute(f"UPDATE t SET x = '{slugify(row.x)}'")
print('done')`,
    operations: [],
  },
  {
    name: 'SQL that is computed',
    source: `op.execute(sql_of('x'))
op.execute(f'ALTER TABLE {table_of()} ADD x')`,
    operations: ['opaque any: its SQL is computed', 'opaque any: its SQL is computed'],
  },
  {
    name: "SQLite's branch",
    source: `if op.get_bind().dialect.name == 'postgresql':
    op.drop_table('a')
elif dialect() in ('sqlite', 'mysql'):
    op.drop_table('b')
else:
    op.drop_table('c')
bind = op.get_bind()
is_sqlite = bind.engine.name == 'sqlite'
if not is_sqlite:
    op.drop_table('d')
if is_mysql() or is_postgresql(bind):
    op.drop_table('e')
if str(bind.engine.url).startswith('sqlite') is False:
    op.drop_table('f')
if op.get_context().dialect.name != 'postgresql':
    return
op.drop_table('g')`,
    operations: ['drop b'],
  },
  {
    name: 'a value that the database chooses',
    source: `kind = postgresql.JSONB() if dialect() == 'postgresql' else sa.JSON()
op.add_column('t', sa.Column('x', kind))`,
    operations: ['t add x JSON'],
  },
  {
    name: 'what exists already',
    source: `inspector = sa.inspect(op.get_bind())
if 'a' not in inspector.get_table_names():
    op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))
    op.create_index('ix', 'a', ['id'])
if not has_column('b', 'x'):
    op.add_column('b', sa.Column('x', sa.Integer()))
if inspector.has_table('c'):
    op.drop_table('c')
if inspector.has_table('d'):
    op.alter_column('d', 'x', nullable=True)
if inspector.has_table('e'):
    return
op.create_table('e', sa.Column('id', sa.Integer()))`,
    operations: [
      'create a if not exists (id INTEGER pk not null)',
      'a index ix (id) @ix if not exists',
      'b add if not exists x INTEGER',
      'drop c if exists',
      'opaque [d]: it depends on what the schema has',
      'create e if not exists (id INTEGER)',
    ],
  },
  {
    name: 'an error that is caught',
    source: `try:
    op.drop_index('a', 't')
except Exception:
    pass
try:
    op.drop_table('b')
except Exception:
    op.drop_table('c')
    raise`,
    operations: ['t drop index a() if exists', 'drop b', 'opaque [c]: it runs after an error'],
  },
  {
    name: 'conditions of the run',
    source: `import os
if os.environ.get('X'):
    op.add_column('a', sa.Column('x', sa.Integer()))
if os.environ.get('Y'):
    print('nothing')
if os.environ.get('Z'):
    raise RuntimeError
op.drop_table('b')
if os.environ.get('W'):
    return
op.drop_table('c')`,
    operations: [
      'opaque [a]: it depends on a value of the run',
      'drop b',
      'opaque [c]: it depends on a value of the run',
    ],
  },
  {
    name: 'loops over what is written out',
    source: `for name in NAMES:
    op.add_column('t', sa.Column(name, sa.Integer()))
for table, column in [('a', 'x'), ('b', 'y')]:
    op.create_index(f'ix_{table}_{column}', table, [column])
for key, value in {'c': 'z'}.items():
    op.drop_column(key, value)
for item in [{'name': 'p'}]:
    op.drop_table(item['name'])`,
    operations: [
      't add x INTEGER',
      't add y INTEGER',
      'a index ix_a_x (x) @ix_{table}_{column}',
      'b index ix_b_y (y) @ix_{table}_{column}',
      'c drop z',
      'drop p',
    ],
  },
  {
    name: 'loops over what is computed',
    source: `for table in tables():
    op.drop_column(table, 'x')
for name in names_of():
    op.drop_column('t', name)
while more():
    op.drop_table('u')`,
    operations: [
      'opaque any: a loop over values of the run',
      'opaque [t]: a loop over values of the run',
      'opaque [u]: it depends on a value of the run',
    ],
  },
  {
    name: 'functions of the file',
    source: `add_flag('a')
add_flag('b', name='other')`,
    operations: ['a add flag BOOLEAN', 'b add other BOOLEAN'],
  },
  {
    name: 'functions of other files',
    source: `create_index_if_missing('ix', 't', ['x'])
slugify('x')
create_index_if_missing`,
    operations: ["opaque any: create_index_if_missing() is another file's"],
  },
  {
    name: 'tables that models make',
    source: `from app.models import Base, User
Base.metadata.create_all(bind=op.get_bind())
User.__table__.create(op.get_bind())
sa.Enum('a', name='e').create(op.get_bind(), checkfirst=True)`,
    operations: ['opaque any: create_all of a table or of all', 'opaque any: create of a table or of all'],
  },
  {
    name: 'what changes nothing in the schema',
    source: `op.create_table_comment('t', 'x')
op.get_context()
pass`,
    operations: [],
  },
  {
    name: 'operations that are not understood',
    source: `op.run_async(work)
op.create_thing('x')`,
    operations: [
      "opaque any: op.run_async can't be followed",
      "opaque any: op.create_thing can't be followed",
    ],
  },
];

describe('Alembic migrations', () => {
  for (const { name, source, operations } of cases) {
    test(name, async () => {
      const text = migration(source);
      assert.equal(mayBeAlembicMigration(path, text), true);
      const script = await read(text);
      assert.ok(script);
      assert.deepEqual(describeOperations(script.operations, text), operations);
    });
  }

  for (const [name, header, follows] of [
    ['the first', "revision = 'a'\ndown_revision = None\n", []],
    ['one that follows another', "revision = 'a'\ndown_revision = 'b'\n", ['b']],
    [
      'one that joins two',
      "revision: str = 'a'\ndown_revision: Union[str, Sequence[str], None] = ('b', 'c')\n",
      ['b', 'c'],
    ],
    ['one that depends on another branch', "revision = 'a'\ndown_revision = None\ndepends_on = 'd'\n", ['d']],
  ] as const) {
    test(`revisions: ${name}`, async () => {
      assert.deepEqual(await read(header), {
        tool: 'alembic',
        whole: false,
        operations: [],
        revision: 'a',
        follows: [...follows],
      });
    });
  }

  test('what is no migration', async () => {
    assert.equal(mayBeAlembicMigration('migrations/env.py', 'from alembic import context\n'), false);
    assert.equal(mayBeAlembicMigration('migrations/versions/a.sql', migration('')), false);
    assert.equal(await read('from alembic import op\ndef upgrade():\n    op.drop_table("a")\n'), undefined);
    assert.equal(await read('revision = make()\ndown_revision = None\n'), undefined);
  });
});
