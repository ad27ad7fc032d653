/** A package whose import makes a driver known to database/sql under a name. */
export interface DriverPackage {
  readonly path: string;
  /** The id of the driver. */
  readonly driver: string;
  /** The name that it registers. */
  readonly registers: string;
  /** The type that implements driver.Driver, which a program may register under another name. */
  readonly type?: string | undefined;
}

/** The packages, with what their init functions register. */
export const driverPackages: readonly DriverPackage[] = [
  {
    path: 'github.com/mattn/go-sqlite3',
    driver: 'mattn/go-sqlite3',
    registers: 'sqlite3',
    type: 'SQLiteDriver',
  },
  { path: 'gorm.io/driver/sqlite', driver: 'mattn/go-sqlite3', registers: 'sqlite3' },
  {
    path: 'github.com/golang-migrate/migrate/v4/database/sqlite3',
    driver: 'mattn/go-sqlite3',
    registers: 'sqlite3',
  },
  { path: 'modernc.org/sqlite', driver: 'modernc.org/sqlite', registers: 'sqlite', type: 'Driver' },
  {
    path: 'github.com/golang-migrate/migrate/v4/database/sqlite',
    driver: 'modernc.org/sqlite',
    registers: 'sqlite',
  },
  {
    path: 'github.com/glebarez/go-sqlite',
    driver: 'glebarez/go-sqlite',
    registers: 'sqlite',
    type: 'Driver',
  },
  { path: 'github.com/glebarez/sqlite', driver: 'glebarez/go-sqlite', registers: 'sqlite' },
  {
    path: 'github.com/ncruces/go-sqlite3/driver',
    driver: 'ncruces/go-sqlite3',
    registers: 'sqlite3',
    type: 'SQLite',
  },
  {
    path: 'github.com/uptrace/bun/driver/sqliteshim',
    driver: 'modernc.org/sqlite',
    registers: 'sqliteshim',
  },
  { path: 'github.com/tursodatabase/go-libsql', driver: 'tursodatabase/go-libsql', registers: 'libsql' },
];

/** The modules that go.mod names for drivers, where no file shows the import. */
export const driverModules: readonly DriverPackage[] = driverPackages.filter(
  ({ path }) => path !== 'gorm.io/driver/sqlite' && !path.includes('golang-migrate'),
);

/** Constants and variables of packages that hold the name of a driver. */
export const namesOfDrivers: Readonly<Record<string, string>> = {
  'entgo.io/ent/dialect.SQLite': 'sqlite3',
  'gorm.io/driver/sqlite.DriverName': 'sqlite3',
  'github.com/glebarez/sqlite.DriverName': 'sqlite',
  'github.com/uptrace/bun/driver/sqliteshim.ShimName': 'sqliteshim',
};

/** Functions that open a database by the name of a driver and a data source name, with the place of the name. */
const openers: Readonly<Record<string, number>> = {
  'database/sql.Open': 0,
  'github.com/jmoiron/sqlx.Open': 0,
  'github.com/jmoiron/sqlx.MustOpen': 0,
  'github.com/jmoiron/sqlx.Connect': 0,
  'github.com/jmoiron/sqlx.MustConnect': 0,
  'github.com/jmoiron/sqlx.ConnectContext': 1,
  'github.com/pocketbase/dbx.Open': 0,
  'github.com/pocketbase/dbx.MustOpen': 0,
  'github.com/go-ozzo/ozzo-dbx.Open': 0,
  'github.com/go-ozzo/ozzo-dbx.MustOpen': 0,
  'xorm.io/xorm.NewEngine': 0,
  'entgo.io/ent/dialect/sql.Open': 0,
  'github.com/XSAM/otelsql.Open': 0,
};

/** Which argument names the driver where a function opens a database; undefined for any other function. */
export function placeOfDriver(path: string, name: string): number | undefined {
  // sqlx has forks that keep its names.
  const known = path.replace(/^.*\/sqlx(?:-v\d+)?$/, 'github.com/jmoiron/sqlx');
  return openers[`${known}.${name}`];
}

/** GORM's drivers, by import path. */
export const gormDrivers: Readonly<Record<string, string>> = {
  'gorm.io/driver/sqlite': 'gorm.io/driver/sqlite',
  'github.com/glebarez/sqlite': 'glebarez/sqlite',
};

/** Packages that are handed a pool and set no pragma on it, by the start of the import path. */
export const leavesPragmas =
  /^(?:[a-z]+(?:\/[a-z0-9/]+)?$|golang\.org\/|github\.com\/(?:pressly\/goose|golang-migrate\/|jmoiron\/sqlx|uptrace\/bun|XSAM\/otelsql|Masterminds\/|doug-martin\/goqu|volatiletech\/|aarondl\/|rubenv\/sql-migrate|prometheus\/|sirupsen\/|rs\/zerolog|pkg\/errors|alexedwards\/scs|stretchr\/|cockroachdb\/errors|go-errors\/|samber\/|DATA-DOG\/)|gorm\.io\/gorm|entgo\.io\/|xorm\.io\/|go\.uber\.org\/|maragu\.dev\/)/;
