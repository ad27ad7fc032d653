import { testVersions, type VersionCase } from '../support/versions.ts';

const npm = { registry: 'npm', packageName: 'better-sqlite3' } as const;
const pypi = { registry: 'pypi', packageName: 'sqlalchemy' } as const;
const crates = { registry: 'crates', packageName: 'rusqlite' } as const;

const cases: readonly VersionCase[] = [
  {
    ...npm,
    name: 'package-lock.json, version 1',
    files: {
      'package-lock.json':
        '{\n  "lockfileVersion": 1,\n  "dependencies": {\n    "other": {\n      "version": "1.0.0",\n      "dependencies": {\n        "better-sqlite3": {\n          "version": "7.0.0"\n        }\n      }\n    },\n    "better-sqlite3": {\n      "version": "8.4.0"\n    }\n  }\n}',
    },
    expected: '8.4.0 of package-lock.json',
  },
  {
    ...npm,
    name: 'package-lock.json, version 3, with another one below a dependency',
    files: {
      'package-lock.json':
        '{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "better-sqlite3": "^12.0.0" } }, "node_modules/a/node_modules/better-sqlite3": { "version": "9.0.0" }, "node_modules/better-sqlite3": { "version": "12.11.1", "resolved": "x" } } }',
    },
    expected: '12.11.1 of package-lock.json',
  },
  {
    ...npm,
    name: 'package-lock.json of a workspace whose member is of that name',
    files: {
      'package-lock.json':
        '{ "packages": { "node_modules/better-sqlite3": { "name": "@x/better-sqlite3", "version": "15.1.6" } } }',
    },
    expected: '15.1.6 of package-lock.json',
  },
  {
    ...npm,
    name: 'yarn.lock, version 1',
    files: {
      'yarn.lock':
        'better-sqlite3@^12.0.0, better-sqlite3@^12.1.0:\n  version "12.4.1"\n  resolved "https://x"\n',
    },
    expected: '12.4.1 of yarn.lock',
  },
  {
    ...npm,
    name: 'yarn.lock of later versions',
    files: {
      'yarn.lock':
        '"better-sqlite3@npm:^12.0.0":\n  version: 12.4.1\n  resolution: "better-sqlite3@npm:12.4.1"\n',
    },
    expected: '12.4.1 of yarn.lock',
  },
  {
    ...npm,
    name: 'two versions in one lock file: which one runs is not known',
    files: {
      'yarn.lock':
        'better-sqlite3@^11.0.0:\n  version "11.9.0"\n\nbetter-sqlite3@^12.0.0:\n  version "12.4.1"\n',
    },
    expected: '>= 11.9.0 of yarn.lock',
  },
  {
    ...npm,
    name: 'pnpm-lock.yaml 5',
    files: {
      'pnpm-lock.yaml':
        'lockfileVersion: 5.4\nspecifiers:\n  better-sqlite3: ^8.0.0\ndependencies:\n  better-sqlite3: 8.7.0\npackages:\n  /better-sqlite3/8.7.0:\n    resolution: {}\n',
    },
    expected: '8.7.0 of pnpm-lock.yaml',
  },
  {
    ...npm,
    name: 'pnpm-lock.yaml 6',
    files: {
      'pnpm-lock.yaml':
        "lockfileVersion: '6.0'\ndependencies:\n  better-sqlite3:\n    specifier: ^9.0.0\n    version: 9.6.0\npackages:\n  /better-sqlite3@8.0.0:\n    resolution: {}\n  /better-sqlite3@9.6.0:\n    resolution: {}\n",
    },
    expected: '9.6.0 of pnpm-lock.yaml',
  },
  {
    ...npm,
    name: 'pnpm-lock.yaml 9, of a workspace',
    files: {
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nimporters:\n  packages/db:\n    dependencies:\n      better-sqlite3:\n        specifier: catalog:\n        version: 12.11.1(patch_hash=ab)\npackages:\n  better-sqlite3@11.0.0:\n    resolution: {}\n  better-sqlite3@12.11.1:\n    resolution: {}\n",
    },
    folder: 'packages/db/src',
    expected: '12.11.1 of pnpm-lock.yaml',
  },
  {
    name: 'pnpm-lock.yaml: a package that only others ask for, in quotes',
    registry: 'npm',
    packageName: '@libsql/client',
    files: {
      'pnpm-lock.yaml':
        "packages:\n\n  '@libsql/client@0.14.0':\n    resolution: {}\n  '@libsql/client-wasm@0.15.0':\n",
    },
    expected: '0.14.0 of pnpm-lock.yaml',
  },
  {
    ...npm,
    name: 'bun.lock',
    files: {
      'bun.lock':
        '{ "workspaces": { "": { "dependencies": { "better-sqlite3": "^12.9.0" } } },\n "packages": {\n    "better-sqlite3": ["better-sqlite3@12.10.0", "", {}],\n    "a/better-sqlite3": ["better-sqlite3@9.0.0", ""],\n  } }',
    },
    expected: '12.10.0 of bun.lock',
  },
  {
    ...npm,
    name: 'a manifest only tells the lowest',
    files: { 'package.json': '{ "dependencies": { "better-sqlite3": "^11.0.0 || ^12.0.0" } }' },
    expected: '>= 11.0.0 of package.json',
  },
  {
    ...npm,
    name: 'no version in a manifest: catalog:, workspace:*, a script of that name',
    files: {
      'package.json':
        '{ "scripts": { "better-sqlite3": "better-sqlite3 1.0" }, "dependencies": { "better-sqlite3": "catalog:" } }',
    },
    expected: undefined,
  },
  {
    ...npm,
    name: 'the nearest lock file counts',
    files: {
      'package-lock.json': '{ "packages": { "node_modules/better-sqlite3": { "version": "7.0.0" } } }',
      'server/package-lock.json':
        '{ "packages": { "node_modules/better-sqlite3": { "version": "12.0.0" } } }',
    },
    folder: 'server/src',
    expected: '12.0.0 of server/package-lock.json',
  },
  {
    ...npm,
    name: 'lock files beside the code count when they agree',
    files: {
      'a/package-lock.json': '{ "packages": { "node_modules/better-sqlite3": { "version": "7.0.0" } } }',
      'b/package-lock.json': '{ "packages": { "node_modules/better-sqlite3": { "version": "12.0.0" } } }',
    },
    folder: 'src',
    expected: undefined,
  },
  {
    name: 'go.mod',
    registry: 'go',
    packageName: 'modernc.org/sqlite',
    files: {
      'go.mod':
        'module x\n\nrequire (\n\tmodernc.org/sqlite v1.40.0\n\tmodernc.org/sqlitex v1.0.0 // indirect\n)\n',
    },
    expected: '1.40.0 of go.mod',
  },
  {
    ...crates,
    name: 'Cargo.lock, with the ends of lines of Windows',
    files: { 'Cargo.lock': '[[package]]\r\nname = "rusqlite"\r\nversion = "0.37.0"\r\n' },
    expected: '0.37.0 of Cargo.lock',
  },
  {
    ...crates,
    name: 'Cargo.toml: a table of its own, and one of the workspace',
    files: {
      'Cargo.toml': '[workspace.dependencies]\nrusqlite = { features = ["bundled"], version = "0.31" }\n',
      'crates/db/Cargo.toml': '[dependencies]\nrusqlite = { workspace = true }\n',
      'crates/other/Cargo.toml': '[dependencies.rusqlite]\nfeatures = ["bundled"]\nversion = "0.30"\n',
    },
    folder: 'crates/db/src',
    expected: '>= 0.31 of Cargo.toml',
  },
  {
    ...crates,
    name: 'Cargo.toml: a table of its own',
    files: {
      'Cargo.toml': '[dependencies.rusqlite]\nversion = "0.30"\n\n[dependencies.serde]\nversion = "1"\n',
    },
    expected: '>= 0.30 of Cargo.toml',
  },
  {
    name: 'Gemfile.lock, for several platforms',
    registry: 'rubygems',
    packageName: 'sqlite3',
    files: {
      'Gemfile.lock':
        'GEM\n  specs:\n    sqlite3 (2.9.5-aarch64-linux-gnu)\n    sqlite3 (2.9.5-x86_64-darwin)\n    x (1.0)\n      sqlite3 (>= 1.4)\n',
    },
    expected: '2.9.5 of Gemfile.lock',
  },
  {
    name: 'composer.lock',
    registry: 'packagist',
    packageName: 'doctrine/dbal',
    files: {
      'composer.lock':
        '{ "packages": [ { "name": "doctrine/dbal", "version": "v4.4.4" }, { "name": "x/y", "require": { "doctrine/dbal": "^3" } } ] }',
    },
    expected: '4.4.4 of composer.lock',
  },
  {
    name: 'composer.json',
    registry: 'packagist',
    packageName: 'doctrine/dbal',
    files: { 'composer.json': '{ "require": { "doctrine/dbal": "2.9.*" } }' },
    expected: '>= 2.9 of composer.json',
  },
  {
    ...pypi,
    name: 'poetry.lock and uv.lock, in another spelling',
    files: { 'uv.lock': '[[package]]\nname = "SQLAlchemy"\nversion = "2.0.41"\n' },
    expected: '2.0.41 of uv.lock',
  },
  {
    ...pypi,
    name: 'Pipfile.lock',
    files: {
      'Pipfile.lock':
        '{ "default": { "sqlalchemy": { "hashes": ["x"], "index": "pypi", "version": "==2.0.1" } } }',
    },
    expected: '2.0.1 of Pipfile.lock',
  },
  {
    ...pypi,
    name: 'requirements.txt: pinned, with extras and a marker',
    files: {
      'requirements.txt':
        '# all\nSQLAlchemy[asyncio]==2.0.41 ; python_version >= "3.9"\nsqlalchemy-utils==0.4\n',
    },
    expected: '2.0.41 of requirements.txt',
  },
  {
    ...pypi,
    name: 'requirements.txt: the lowest',
    files: { 'requirements.txt': 'sqlalchemy>=1.4,<3\n' },
    expected: '>= 1.4 of requirements.txt',
  },
  {
    ...pypi,
    name: 'pyproject.toml: a list on one line, and pinned',
    files: {
      'pyproject.toml': '[project]\ndependencies = ["aiohttp>=3", "sqlalchemy[asyncio] == 2.0.20"]\n',
    },
    expected: '>= 2.0.20 of pyproject.toml',
  },
  {
    ...pypi,
    name: 'pyproject.toml of Poetry',
    files: {
      'pyproject.toml':
        '[tool.poetry.dependencies]\nsqlalchemy = { version = "^2.0", extras = ["asyncio"] }\n',
    },
    expected: '>= 2.0 of pyproject.toml',
  },
  {
    name: 'names of PyPI with dashes and underscores are one',
    registry: 'pypi',
    packageName: 'sqlite-utils',
    files: { 'requirements.txt': 'sqlite_utils==3.38\n' },
    expected: '3.38 of requirements.txt',
  },
  {
    name: '.nvmrc',
    registry: 'runtime',
    packageName: 'node',
    files: { '.nvmrc': 'v22.13\n' },
    expected: '>= 22.13 of .nvmrc',
  },
  {
    name: 'a name for a version in .nvmrc',
    registry: 'runtime',
    packageName: 'node',
    files: { '.nvmrc': 'lts/*\n' },
    expected: undefined,
  },
];

testVersions('versions in lock files and manifests', cases);
