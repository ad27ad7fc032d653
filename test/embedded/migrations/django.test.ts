import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Node } from '@vscode/tree-sitter-wasm';
import {
  type DjangoProject,
  mayBeDjangoMigration,
  readDjango,
  readDjangoAppLabel,
  readDjangoUserModel,
} from '../../../src/embedded/migrations/django.ts';
import type { MigrationScript } from '../../../src/embedded/migrations/operations.ts';
import { describeOperations } from '../../support/describe-operations.ts';
import { languages } from '../../support/lint.ts';

const path = 'shop/migrations/0002_more.py';

/** What stands around the operations of a case. */
const before = `import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.models import F
from other import forward

SIZE = 12
TABLE_SQL = "CREATE TABLE raw (x)"


def fix(apps, schema_editor):
    Item = apps.get_model('shop', 'Item')
    for item in Item.objects.all():
        item.save()
    schema_editor.connection.cursor().execute('UPDATE shop_item SET x = 1')


def shape(apps, schema_editor):
    if schema_editor.connection.vendor != 'sqlite':
        return
    with schema_editor.connection.cursor() as cursor:
        for name in ('a', 'b'):
            cursor.execute(f'CREATE INDEX {name}_i ON shop_item ({name})')
    schema_editor.execute('DROP INDEX c')


def remove(apps, schema_editor):
    Item = apps.get_model('shop', 'Item')
    schema_editor.remove_field(Item, Item._meta.get_field('x'))


def hand(apps, schema_editor):
    forward(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [('shop', '0001_initial'), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
`;

function migration(operations: string): string {
  return `${before}${operations}\n    ]\n`;
}

async function read(
  text: string,
  project?: DjangoProject,
  file = path,
): Promise<MigrationScript | undefined> {
  const tree = await languages.parse('python', text);
  assert.ok(tree);
  const script = readDjango(tree.rootNode, text, file, project);
  tree.delete();
  return script;
}

interface Case {
  readonly name: string;
  readonly source: string;
  readonly operations: readonly string[];
}

/**
 * Compared with what Django 5.2.19 makes of such migrations in SQLite, but for `DB_CASCADE`, which is later, and
 * `index_together` of a model, which is earlier.
 */
const cases: readonly Case[] = [
  {
    name: 'a model with fields',
    source: `migrations.CreateModel(
    name='Tag',
    fields=[
        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
        ('name', models.CharField(max_length=64, unique=True)),
        ('note', models.TextField(blank=True, default='', null=True)),
        ('count', models.PositiveIntegerField(default=0)),
        ('data', models.JSONField(default=dict)),
        ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
        ('at', models.DateTimeField(auto_now_add=True)),
    ],
)`,
    operations: [
      'create shop_tag@Tag (id integer pk auto not null, name varchar(64) not null unique, note text, count integer unsigned not null, data text not null, key char(32) not null, at datetime not null)',
    ],
  },
  {
    name: "types of Django's SQLite backend",
    source: `migrations.CreateModel('T', [
    ('id', models.SmallAutoField(primary_key=True)), ('a', models.BinaryField()), ('b', models.BooleanField()),
    ('c', models.DateField()), ('d', models.DecimalField(max_digits=5, decimal_places=2)), ('e', models.DurationField()),
    ('f', models.EmailField()), ('g', models.FileField()), ('h', models.FilePathField()), ('i', models.FloatField()),
    ('j', models.GenericIPAddressField()), ('k', models.ImageField()), ('l', models.NullBooleanField()),
    ('m', models.PositiveBigIntegerField()), ('n', models.PositiveSmallIntegerField()), ('o', models.SmallIntegerField()),
    ('p', models.TimeField()), ('q', models.URLField()), ('r', models.CharField(max_length=SIZE)), ('s', models.CharField()),
    ('t', countries.fields.CountryField(max_length=2)), ('u', models.BigIntegerField()),
])`,
    operations: [
      'create shop_t@T (id integer pk auto not null, a BLOB not null, b bool not null, c date not null, d decimal not null, e bigint not null, f varchar(254) not null, g varchar(100) not null, h varchar(100) not null, i real not null, j char(39) not null, k varchar(100) not null, l bool, m bigint unsigned not null, n smallint unsigned not null, o smallint not null, p time not null, q varchar(200) not null, r varchar(12) not null, s varchar not null, t COUNTRYFIELD not null, u bigint not null)',
    ],
  },
  {
    name: 'a key of its own where none is written',
    source: "migrations.CreateModel('Note', [('text', models.TextField())])",
    operations: ['create shop_note@Note (id@Note integer pk auto not null, text text not null)'],
  },
  {
    name: 'a primary key of another type',
    source: "migrations.CreateModel('Note', [('code', models.CharField(max_length=9, primary_key=True))])",
    operations: ['create shop_note@Note (code varchar(9) pk not null)'],
  },
  {
    name: 'a composite primary key',
    source: `migrations.CreateModel('Pair', [
    ('pk', models.CompositePrimaryKey('tag_id', 'number')),
    ('tag', models.ForeignKey('Tag', models.CASCADE)),
    ('number', models.IntegerField()),
])`,
    operations: [
      'create shop_pair@Pair (tag_id@tag FOREIGNKEY not null, number integer not null, primary key(tag_id,number), key(tag_id) → shop_tag() @tag); implied index undefined (tag_id) @tag',
    ],
  },
  {
    name: 'a foreign key has an index that nobody asks for',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='store.Product')),
])`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, product_id@product FOREIGNKEY not null, key(product_id) → store_product() @product); implied index undefined (product_id) @product',
    ],
  },
  {
    name: "a foreign key to a model of the file has its key's type",
    source: `migrations.CreateModel('Tag', [('id', models.UUIDField(primary_key=True))]),
migrations.CreateModel('Item', [
    ('id', models.BigAutoField(primary_key=True)),
    ('tag', models.ForeignKey('Tag', models.CASCADE)),
    ('parent', models.ForeignKey('self', models.SET_NULL, null=True)),
])`,
    operations: [
      'create shop_tag@Tag (id char(32) pk not null)',
      'create shop_item@Item (id integer pk auto not null, tag_id@tag char(32) not null, parent_id@parent bigint, key(tag_id) → shop_tag() @tag, key(parent_id) → shop_item() @parent); implied index undefined (tag_id) @tag; implied index undefined (parent_id) @parent',
    ],
  },
  {
    name: 'foreign keys without an index, without a constraint, to another column, with another column',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('a', models.ForeignKey('Tag', models.CASCADE, db_index=False)),
    ('b', models.ForeignKey('Tag', models.CASCADE, db_constraint=False)),
    ('c', models.ForeignKey('Tag', models.CASCADE, to_field='slug')),
    ('d', models.ForeignKey('Tag', models.CASCADE, db_column='tag_d')),
    ('e', models.ForeignKey('Tag', models.CASCADE, unique=True)),
    ('f', models.ForeignKey('Tag', models.DB_CASCADE)),
])`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, a_id@a FOREIGNKEY not null, b_id@b FOREIGNKEY not null, c_id@c FOREIGNKEY not null, tag_d@d FOREIGNKEY not null, e_id@e FOREIGNKEY not null unique, f_id@f FOREIGNKEY not null, key(a_id) → shop_tag() @a, key(c_id) → shop_tag(slug) @c, key(tag_d) → shop_tag() @d, key(e_id) → shop_tag() @e, key(f_id) → shop_tag() on delete CASCADE @f); implied index undefined (b_id) @b; implied index undefined (c_id) @c; implied index undefined (tag_d) @d; implied index undefined (f_id) @f',
    ],
  },
  {
    name: 'a one-to-one field is unique and has no index',
    source: `migrations.CreateModel('Profile', [
    ('id', models.AutoField(primary_key=True)),
    ('user', models.OneToOneField(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)),
])`,
    operations: [
      'create shop_profile@Profile (id integer pk auto not null, user_id@user FOREIGNKEY not null unique, key(user_id) → settings.AUTH_USER_MODEL() @user)',
    ],
  },
  {
    name: "a model that inherits another's table",
    source: `migrations.CreateModel(
    name='Special',
    fields=[('product_ptr', models.OneToOneField(parent_link=True, primary_key=True, on_delete=models.CASCADE, to='shop.product'))],
    bases=('shop.product',),
)`,
    operations: [
      'create shop_special@Special (product_ptr_id@product_ptr FOREIGNKEY pk not null, key(product_ptr_id) → shop_product() @product_ptr)',
    ],
  },
  {
    name: "an inherited model whose link isn't written out",
    source: "migrations.CreateModel(name='Special', fields=[], bases=('shop.product',))",
    operations: ["opaque [shop_special]: the model can't be followed"],
  },
  {
    name: 'indexes of columns, asked for and not',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('rank', models.IntegerField(db_index=True)),
    ('slug', models.SlugField()),
    ('plain', models.SlugField(db_index=False)),
    ('once', models.SlugField(unique=True)),
    ('code', models.IntegerField(db_column='the_code', db_index=True)),
])`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, rank integer not null, slug varchar(50) not null, plain varchar(50) not null, once varchar(50) not null unique, the_code@code integer not null); index undefined (rank) @db_index=True; implied index undefined (slug) @slug; index undefined (the_code) @db_index=True',
    ],
  },
  {
    name: 'a many-to-many field has a table of its own',
    source: `migrations.CreateModel('Tag', [('id', models.BigAutoField(primary_key=True))]),
migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('tags', models.ManyToManyField(to='shop.tag')),
])`,
    operations: [
      'create shop_tag@Tag (id integer pk auto not null)',
      'create shop_item@Item (id integer pk auto not null)',
      'create shop_item_tags@tags (id@tags integer pk auto not null, item_id@tags integer not null, tag_id@tags bigint not null, key(item_id) → shop_item() @tags, key(tag_id) → shop_tag() @tags); implied unique index undefined (item_id,tag_id) @tags; implied index undefined (item_id) @tags; implied index undefined (tag_id) @tags',
    ],
  },
  {
    name: "a many-to-many field to the model itself, and with a table's name",
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('related', models.ManyToManyField(to='self', db_table='links')),
])`,
    operations: [
      'create shop_item@Item (id integer pk auto not null)',
      'create links@related (id@related integer pk auto not null, from_item_id@related integer not null, to_item_id@related integer not null, key(from_item_id) → shop_item() @related, key(to_item_id) → shop_item() @related); implied unique index undefined (from_item_id,to_item_id) @related; implied index undefined (from_item_id) @related; implied index undefined (to_item_id) @related',
    ],
  },
  {
    name: 'a many-to-many field through a model',
    source: "migrations.AddField('item', 'tags', models.ManyToManyField(through='shop.Link', to='shop.Tag'))",
    operations: [],
  },
  {
    name: 'a many-to-many field to the user of unknown settings',
    source: "migrations.AddField('item', 'owners', models.ManyToManyField(to=settings.AUTH_USER_MODEL))",
    operations: ["opaque [shop_item_owners]: the field's column can't be told"],
  },
  {
    name: 'unmanaged models and proxies have no table',
    source: `migrations.CreateModel('View', [('id', models.IntegerField(primary_key=True))], options={'managed': False}),
migrations.CreateModel('Alias', [], options={'proxy': True}, bases=('shop.item',))`,
    operations: [],
  },
  {
    name: 'unique_together is a unique index',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('owner', models.ForeignKey('Tag', models.CASCADE)),
    ('name', models.TextField()),
], options={'unique_together': {('owner', 'name')}, 'index_together': [['name', 'id']]})`,
    operations: [
      "create shop_item@Item (id integer pk auto not null, owner_id@owner FOREIGNKEY not null, name text not null, key(owner_id) → shop_tag() @owner); unique index undefined (owner_id,name) @('owner', 'name'); index undefined (name,id) @['name', 'id']; implied index undefined (owner_id) @owner",
    ],
  },
  {
    name: 'indexes of a model',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('owner', models.ForeignKey('Tag', models.CASCADE)),
    ('title', models.TextField()),
    ('active', models.BooleanField()),
    ('at', models.DateTimeField(null=True)),
], options={'indexes': [
    models.Index(fields=['owner', '-at'], name='by_owner'),
    models.Index(Lower('title').desc(), F('at'), name='by_title'),
    models.Index(fields=['at'], name='open', condition=models.Q(('active', True), ('owner__isnull', False))),
]})`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, owner_id@owner FOREIGNKEY not null, title text not null, active bool not null, at datetime, key(owner_id) → shop_tag() @owner); implied index undefined (owner_id) @owner; index by_owner (owner_id,at desc) @by_owner; index by_title ((LOWER("title")) desc,at) @by_title; index open (at) where ("active" AND "owner_id" IS NOT NULL) @open',
    ],
  },
  {
    name: 'constraints of a model',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('owner', models.ForeignKey('Tag', models.CASCADE)),
    ('kind', models.TextField()),
], options={'constraints': [
    models.UniqueConstraint(fields=('owner', 'kind'), name='one'),
    models.UniqueConstraint(fields=('owner',), condition=models.Q(kind__in=['a', 'b']), name='two'),
    models.UniqueConstraint(Lower('kind'), name='three'),
    models.UniqueConstraint(fields=('kind',), include=['owner'], name='left_out_by_sqlite'),
    models.UniqueConstraint(fields=('kind',), deferrable=models.Deferrable.DEFERRED, name='left_out_too'),
    models.CheckConstraint(condition=models.Q(id__gte=0), name='check'),
]})`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, owner_id@owner FOREIGNKEY not null, kind text not null, unique(owner_id,kind@one), key(owner_id) → shop_tag() @owner); implied index undefined (owner_id) @owner; unique index two (owner_id) where "kind" IN (\'a\', \'b\') @two; unique index three ((LOWER("kind"))) @three',
    ],
  },
  {
    name: 'conditions',
    source: `migrations.AddIndex('item', models.Index(fields=['a'], name='i', condition=models.Q(a=1) | ~models.Q(b='x', c__lt=5))),
migrations.AddIndex('item', models.Index(fields=['a'], name='j', condition=models.Q(('a', None), ('b__gte', models.F('c')), _connector='OR', _negated=True)))`,
    operations: [
      'shop_item index i (a) where ("a" = 1 OR NOT (("b" = \'x\' AND "c" < 5))) @i',
      'shop_item index j (a) where NOT (("a" IS NULL OR "b" >= "c")) @j',
    ],
  },
  {
    name: "a condition that can't be told",
    source:
      "migrations.AddIndex('item', models.Index(fields=['a'], name='i', condition=models.Q(a__regex='x')))",
    operations: ["opaque [shop_item]: the index can't be told"],
  },
  {
    name: 'an index of another database',
    source: "migrations.AddIndex('item', GinIndex(fields=['a'], name='i'))",
    operations: ["opaque [shop_item]: the index can't be told"],
  },
  {
    name: 'db_table gives the table another name than its alias',
    source: `migrations.CreateModel('Item', [('id', models.AutoField(primary_key=True)), ('tags', models.ManyToManyField('Tag'))], options={'db_table': 'goods'}),
migrations.AddField('item', 'x', models.IntegerField(null=True))`,
    operations: [
      'create goods@Item (id integer pk auto not null)',
      'create goods_tags@tags (id@tags integer pk auto not null, item_id@tags integer not null, tag_id@tags FOREIGNKEY not null, key(item_id) → shop_item() @tags, key(tag_id) → shop_tag() @tags); implied unique index undefined (item_id,tag_id) @tags; implied index undefined (item_id) @tags; implied index undefined (tag_id) @tags',
      'shop_item add x integer',
    ],
  },
  {
    name: 'order_with_respect_to is a column',
    source: `migrations.CreateModel('Item', [('id', models.AutoField(primary_key=True))], options={'order_with_respect_to': 'owner'}),
migrations.AlterOrderWithRespectTo(name='item', order_with_respect_to=None),
migrations.AlterOrderWithRespectTo(name='item', order_with_respect_to='owner')`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, _order@Item integer not null)',
      'shop_item drop _order if exists',
      'shop_item add if not exists _order@item integer not null',
    ],
  },
  {
    name: 'defaults of the database',
    source: `migrations.CreateModel('Item', [
    ('id', models.AutoField(primary_key=True)),
    ('a', models.IntegerField(db_default=3, default=4)),
    ('b', models.BooleanField(db_default=True)),
    ('c', models.CharField(db_default=models.Value("it's"), max_length=5, db_collation='NOCASE')),
    ('d', models.DateTimeField(db_default=Now())),
    ('e', models.GeneratedField(expression=F('a') + 1, output_field=models.BigIntegerField(), db_persist=True)),
])`,
    operations: [
      "create shop_item@Item (id integer pk auto not null, a integer not null default 3, b bool not null default 1, c varchar(5) not null default 'it''s' collate NOCASE, d datetime not null default computed, e bigint)",
    ],
  },
  {
    name: 'models are deleted, renamed and get another table',
    source: `migrations.DeleteModel(name='Tag'),
migrations.RenameModel(old_name='Item', new_name='Good'),
migrations.AlterModelTable(name='good', table='goods'),
migrations.AlterModelTable('good', None)`,
    operations: [
      'drop shop_tag',
      'rename-table shop_item → shop_good@Good',
      'set-table-name shop_good → goods',
      'set-table-name shop_good → shop_good@good',
    ],
  },
  {
    name: 'fields are added',
    source: `migrations.AddField(
    model_name='item',
    name='owner',
    field=models.ForeignKey(null=True, on_delete=models.SET_NULL, to=settings.AUTH_USER_MODEL),
),
migrations.AddField('Item', 'rank', models.IntegerField(db_index=True, default=0), preserve_default=False)`,
    operations: [
      'shop_item add owner_id@owner FOREIGNKEY key(owner_id) → settings.AUTH_USER_MODEL() @owner; implied index undefined (owner_id) @owner',
      'shop_item add rank integer not null; index undefined (rank) @db_index=True',
    ],
  },
  {
    name: 'fields are altered',
    source: `migrations.AlterField('item', 'tag', models.ForeignKey(db_index=False, null=True, on_delete=models.CASCADE, to='shop.tag')),
migrations.AlterField('item', 'rank', models.BigIntegerField(db_index=True)),
migrations.AlterField('item', 'tags', models.ManyToManyField(blank=True, to='shop.Tag'))`,
    operations: [
      'shop_item replace tag tag_id@tag FOREIGNKEY key(tag_id) → shop_tag() @tag',
      'shop_item replace rank rank bigint not null; index undefined (rank) @db_index=True',
    ],
  },
  {
    name: 'fields are removed and renamed',
    source: `migrations.RemoveField(model_name='item', name='tag'),
migrations.RenameField(model_name='item', old_name='a', new_name='b')`,
    operations: ['shop_item drop tag', 'shop_item rename a → b'],
  },
  {
    name: 'a field of the file is renamed with its column',
    source: `migrations.CreateModel('Item', [('id', models.AutoField(primary_key=True)), ('tag', models.ForeignKey('Tag', models.CASCADE)), ('x', models.IntegerField(db_column='xx'))]),
migrations.RenameField('item', 'tag', 'label'),
migrations.RenameField('item', 'x', 'y'),
migrations.AddIndex('item', models.Index(fields=['label', 'y'], name='both'))`,
    operations: [
      'create shop_item@Item (id integer pk auto not null, tag_id@tag FOREIGNKEY not null, xx@x integer not null, key(tag_id) → shop_tag() @tag); implied index undefined (tag_id) @tag',
      'shop_item rename tag → label_id@label',
      'shop_item rename x → xx@y',
      'shop_item index both (label_id,xx) @both',
    ],
  },
  {
    name: 'indexes are added, removed and renamed',
    source: `migrations.AddIndex(model_name='item', index=models.Index(fields=['a', '-b'], name='i')),
migrations.RemoveIndex(model_name='item', name='j'),
migrations.RenameIndex(model_name='item', new_name='k', old_name='l'),
migrations.RenameIndex(model_name='item', new_name='m', old_fields=('a', 'b'))`,
    operations: [
      'shop_item index i (a,b desc) @i',
      'shop_item drop index j()',
      'shop_item rename index l → k',
      'shop_item drop index (a,b)',
      'shop_item index m (a,b) @m',
    ],
  },
  {
    name: 'groups of unique fields are set as a whole',
    source: `migrations.AlterUniqueTogether(name='item', unique_together={('a', 'b'), ('c',)}),
migrations.AlterUniqueTogether('item', unique_together=None),
migrations.AlterIndexTogether(name='item', index_together=set()),
migrations.AlterUniqueTogether(name='item', unique_together=('a', 'b'))`,
    operations: [
      "shop_item set unique_together; unique index undefined (a,b) @('a', 'b'); unique index undefined (c) @('c',)",
      'shop_item set unique_together',
      'shop_item set index_together',
      "shop_item set unique_together; unique index undefined (a,b) @('a', 'b')",
    ],
  },
  {
    name: 'constraints are added and removed',
    source: `migrations.AddConstraint('item', models.UniqueConstraint(fields=['a', 'b'], name='one')),
migrations.AddConstraint('item', models.UniqueConstraint(fields=['a'], condition=models.Q(b=False), name='two')),
migrations.AddConstraint('item', models.CheckConstraint(check=models.Q(a=1), name='three')),
migrations.AddConstraint('item', ExclusionConstraint(name='four', expressions=[])),
migrations.RemoveConstraint(model_name='item', name='one')`,
    operations: [
      'shop_item add-unique one(a,b)',
      'shop_item unique index two (a) where NOT "b" @two',
      "opaque [shop_item]: the constraint can't be told",
      'shop_item drop-unique one()',
    ],
  },
  {
    name: 'SQL in its forms',
    source: `migrations.RunSQL('DROP INDEX a', 'CREATE INDEX a ON t (x)'),
migrations.RunSQL(sql='''
    CREATE INDEX b ON t (x);
'''),
migrations.RunSQL(['DROP INDEX c', ('UPDATE t SET x = %s, y = "100%%"', ['v'])]),
migrations.RunSQL('CREATE INDEX d '
    'ON t (x)'),
migrations.RunSQL(TABLE_SQL),
migrations.RunSQL(migrations.RunSQL.noop),
migrations.RunSQL(sql_of('e'))`,
    operations: [
      'sql DROP INDEX a',
      'sql CREATE INDEX b ON t (x);',
      'sql DROP INDEX c',
      'sql UPDATE t SET x = ?, y = "100%" (not verbatim)',
      'sql CREATE INDEX d ON t (x) (not verbatim)',
      'sql CREATE TABLE raw (x)',
      'opaque any: its SQL is computed',
    ],
  },
  {
    name: 'a data fix is no operation',
    source: `migrations.RunPython(fix, migrations.RunPython.noop),
migrations.RunPython(code=other.fix),
migrations.RunPython(lambda apps, editor: None)`,
    operations: ['sql UPDATE shop_item SET x = 1'],
  },
  {
    name: 'a function that runs SQL',
    source: 'migrations.RunPython(shape)',
    operations: [
      'sql CREATE INDEX a_i ON shop_item (a) (not verbatim)',
      'sql CREATE INDEX b_i ON shop_item (b) (not verbatim)',
      'sql DROP INDEX c',
    ],
  },
  {
    name: 'a function that uses the schema editor',
    source: 'migrations.RunPython(remove)',
    operations: ['opaque [shop_item]: remove_field of the schema editor'],
  },
  {
    name: 'a function that hands the schema editor on',
    source: 'migrations.RunPython(hand)',
    operations: ['opaque any: forward of another file gets the schema editor'],
  },
  {
    name: "the database's and Django's own state",
    source: `migrations.SeparateDatabaseAndState(
    database_operations=[migrations.RunSQL('CREATE INDEX a ON shop_item (x)')],
    state_operations=[migrations.AddIndex('item', models.Index(fields=['x'], name='a'))],
),
migrations.SeparateDatabaseAndState(state_operations=[migrations.CreateModel('Moved', [], options={'db_table': 'old_moved'})])`,
    operations: [
      'sql CREATE INDEX a ON shop_item (x)',
      "opaque [shop_moved]: Django's state changes without its tables",
    ],
  },
  {
    name: 'what changes nothing in the schema',
    source: `migrations.AlterModelOptions('item', {'ordering': ['id']}),
migrations.AlterModelManagers('item', []),
TrigramExtension()`,
    operations: [],
  },
  {
    name: 'a table that Django may stop managing',
    source: "migrations.AlterModelOptions(name='item', options={'managed': False})",
    operations: ['opaque [shop_item]: Django may stop or start managing the table'],
  },
  {
    name: 'operations of others',
    source: `AddIndexConcurrently('item', models.Index(fields=['a'], name='i')),
CustomOperation(model_name='Item'),
*extra_operations()`,
    operations: ['opaque any: the list of operations is computed'],
  },
  {
    name: "fields that can't be told",
    source: `migrations.AddField('item', 'tags', taggit.managers.TaggableManager(through='taggit.TaggedItem', to='taggit.Tag')),
migrations.AddField('item', 'x', field_of('x')),
migrations.AddField('item', 'y', models.IntegerField(**options)),
migrations.AddField('item', 'z', models.IntegerField(null=NULLABLE)),
migrations.AddField(model, 'z', models.IntegerField())`,
    operations: [
      "opaque [shop_item_tags]: the field's column can't be told",
      "opaque [shop_item]: the field's column can't be told",
      "opaque [shop_item]: the field's column can't be told",
      "opaque [shop_item]: the field's column can't be told",
      "opaque any: AddField can't be followed",
    ],
  },
  {
    name: 'a foreign key to a computed model',
    source:
      "migrations.AddField('item', 'page', models.ForeignKey(null=True, on_delete=models.CASCADE, to=get_model('Page')))",
    operations: ['shop_item add page_id@page FOREIGNKEY; implied index undefined (page_id) @page'],
  },
];

describe('Django migrations', () => {
  for (const { name, source, operations } of cases) {
    test(name, async () => {
      const text = migration(source);
      assert.equal(mayBeDjangoMigration(path, text), true);
      const script = await read(text);
      assert.ok(script);
      assert.deepEqual(describeOperations(script.operations, text), operations);
    });
  }

  test('a table with a name of its own is known by an alias, and a field by its name', async () => {
    const script = await read(
      migration(`migrations.CreateModel('Item', [
        ('id', models.AutoField(primary_key=True)),
        ('tag', models.ForeignKey('Tag', models.CASCADE)),
        ('tags', models.ManyToManyField('Tag')),
      ], options={'db_table': 'goods'})`),
    );
    const [item, tags] = script?.operations ?? [];
    assert.ok(item?.kind === 'create-table' && tags?.kind === 'create-table');
    assert.equal(item.alias, 'shop_item');
    assert.deepEqual(
      item.columns.map(({ field }) => field),
      [undefined, 'tag'],
    );
    assert.equal(tags.alias, 'shop_item_tags');
    assert.deepEqual(tags.storesField, { table: 'shop_item', field: 'tags' });
    assert.deepEqual(
      tags.columns.map(({ field }) => field),
      [undefined, 'item', 'tag'],
    );
  });

  test("a renamed field's column is told where the file has it, else the field", async () => {
    const script = await read(migration("migrations.RenameField('item', 'a', 'b')"));
    const [rename] = script?.operations ?? [];
    assert.ok(rename?.kind === 'rename-column');
    assert.equal(rename.field, 'b');
  });

  test('the settings name the user, and an AppConfig the label', async () => {
    const text = migration(
      "migrations.AddField('item', 'owners', models.ManyToManyField(settings.AUTH_USER_MODEL))",
    );
    const script = await read(text, { appLabel: 'store', userModel: 'accounts.Person' });
    assert.equal(script?.revision, 'store.0002_more');
    assert.deepEqual(describeOperations(script.operations, text), [
      'create store_item_owners@owners (id@owners integer pk auto not null, item_id@owners FOREIGNKEY not null, person_id@owners FOREIGNKEY not null, key(item_id) → store_item() @owners, key(person_id) → accounts_person() @owners); implied unique index undefined (item_id,person_id) @owners; implied index undefined (item_id) @owners; implied index undefined (person_id) @owners',
    ]);
  });

  test('revisions', async () => {
    const script = await read(`from django.db import migrations
class Migration(migrations.Migration):
    replaces = [('shop', '0001_initial'), ('shop', '0002_more')]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("auth", "__first__")]
    operations = []
`);
    assert.deepEqual(script, {
      tool: 'django',
      whole: false,
      operations: [],
      revision: 'shop.0002_more',
      follows: ['auth.__first__'],
      replaces: ['shop.0001_initial', 'shop.0002_more'],
    });
  });

  test('operations that the class puts together', async () => {
    const itself = 'the class puts its operations together itself';
    for (const [body, reason] of [
      ['if settings.X:\n        operations = [migrations.DeleteModel("Item")]', itself],
      ['operations = []\n    operations += more()', 'the list of operations is computed'],
      ['operations = []\n    def apply(self, state, editor):\n        pass', itself],
    ] as const) {
      const text = `from django.db import migrations\nclass Migration(migrations.Migration):\n    ${body}\n`;
      const script = await read(text);
      assert.deepEqual(describeOperations(script?.operations ?? [], text), [`opaque any: ${reason}`]);
    }
  });
});

describe('files of Django', () => {
  test('what is no migration', async () => {
    assert.equal(mayBeDjangoMigration('shop/models.py', migration('')), false);
    assert.equal(mayBeDjangoMigration('shop/migrations/__init__.py', ''), false);
    assert.equal(mayBeDjangoMigration('migrations/versions/a.py', "down_revision = 'b'"), false);
    assert.equal(
      await read('from django.db import migrations\nclass Other:\n    operations = []\n'),
      undefined,
    );
    assert.equal(
      await read('from django.db import models\nclass Migration(models.Model):\n    pass\n'),
      undefined,
    );
  });

  test('labels and the user model', async () => {
    const parse = async <T>(text: string, of: (root: Node) => T): Promise<T> => {
      const tree = await languages.parse('python', text);
      assert.ok(tree);
      const result = of(tree.rootNode);
      tree.delete();
      return result;
    };
    const config = "class ShopConfig(AppConfig):\n    name = 'project.shop'\n";
    assert.equal(await parse(`${config}    label = 'store'\n`, readDjangoAppLabel), 'store');
    assert.equal(await parse(config, readDjangoAppLabel), undefined);
    assert.equal(await parse("AUTH_USER_MODEL = 'accounts.User'\n", readDjangoUserModel), 'accounts.User');
    assert.equal(await parse('AUTH_USER_MODEL = env("USER")\n', readDjangoUserModel), undefined);
  });
});
