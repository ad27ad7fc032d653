import { testVersions, type VersionCase } from '../support/versions.ts';

const maven = { registry: 'maven', packageName: 'org.xerial:sqlite-jdbc' } as const;
const nuget = { registry: 'nuget', packageName: 'Microsoft.Data.Sqlite' } as const;
const dependency = (version: string): string =>
  `<project><dependencies><dependency><groupId>org.xerial</groupId>\n<artifactId>sqlite-jdbc</artifactId>${version}</dependency><dependency><groupId>a</groupId><artifactId>b</artifactId><version>1.0</version></dependency></dependencies></project>`;

const cases: readonly VersionCase[] = [
  {
    ...maven,
    name: 'pom.xml',
    files: { 'pom.xml': dependency('\n<version>3.53.0.0</version>') },
    expected: '3.53.0.0 of pom.xml',
  },
  {
    ...maven,
    name: 'pom.xml with a property, with the version behind the scope',
    files: {
      'pom.xml': `<properties><sqlite.version>3.47.0.0</sqlite.version></properties>${dependency(`<scope>runtime</scope><version>\${sqlite.version}</version>`)}`,
    },
    expected: '3.47.0.0 of pom.xml',
  },
  {
    ...maven,
    name: 'pom.xml whose parent has the property',
    files: {
      'pom.xml': '<project><properties><sqlite.version>3.40.1.0</sqlite.version></properties></project>',
      'db/pom.xml': dependency(`<version>\${sqlite.version}</version>`),
    },
    folder: 'db/src/main/java',
    expected: '3.40.1.0 of db/pom.xml',
  },
  {
    ...maven,
    name: 'pom.xml without a version: not that of the next dependency',
    files: { 'pom.xml': dependency('') },
    expected: undefined,
  },
  {
    ...maven,
    name: 'build.gradle, in its forms',
    files: {
      'a/build.gradle': "dependencies { implementation 'org.xerial:sqlite-jdbc:3.49.1.0' }",
      'b/build.gradle':
        "dependencies { implementation group: 'org.xerial', name: 'sqlite-jdbc', version: '3.49.1.0' }",
    },
    expected: '3.49.1.0 of a/build.gradle',
  },
  {
    ...maven,
    name: 'build.gradle.kts with arguments and a variable',
    files: {
      'build.gradle.kts':
        'val sqliteJdbcVersion = "3.36.0.3"\ndependencies { implementation("org.xerial", "sqlite-jdbc", sqliteJdbcVersion) }',
    },
    expected: '3.36.0.3 of build.gradle.kts',
  },
  {
    ...maven,
    name: 'build.gradle with a variable of the parent',
    files: {
      'build.gradle': 'subprojects { ext { daggerVersion = "2.47"\n sqliteVersion = "3.42.0.1"\n } }',
      'common/build.gradle': 'dependencies { sqliteDriver "org.xerial:sqlite-jdbc:$sqliteVersion" }',
    },
    folder: 'common/src/main/java',
    expected: '3.42.0.1 of common/build.gradle',
  },
  {
    ...maven,
    name: 'build.gradle.kts with a property of gradle.properties',
    files: {
      'gradle.properties': 'org.gradle.jvmargs=-Xmx2g\nsqlite_jdbc_version=3.45.3.0\n',
      'build.gradle.kts': `implementation("org.xerial:sqlite-jdbc:\${property("sqlite_jdbc_version")}")`,
    },
    expected: '3.45.3.0 of build.gradle.kts',
  },
  {
    ...maven,
    name: 'a version catalog, with a reference',
    files: {
      'gradle/libs.versions.toml':
        '[versions]\nsqlite-jdbc = "3.50.3.0"\n[libraries]\nsqlite = { module = "org.xerial:sqlite-jdbc", version.ref = "sqlite-jdbc" }\n',
    },
    expected: '3.50.3.0 of gradle/libs.versions.toml',
  },
  {
    ...maven,
    name: 'a version catalog, by group and name',
    files: {
      'gradle/libs.versions.toml':
        '[libraries]\nsqlite = { group = "org.xerial", name = "sqlite-jdbc", version = "3.50.3.0" }\nother = "org.xerial:snappy:1.0"\n',
    },
    expected: '3.50.3.0 of gradle/libs.versions.toml',
  },
  {
    ...maven,
    name: 'a version of the catalog in a build script',
    files: {
      'gradle/libs.versions.toml': '[versions]\nsqliteJdbc = "3.53.2.1"\n',
      'app/build.gradle.kts': `implementation("org.xerial:sqlite-jdbc:\${libs.versions.sqliteJdbc.get()}")`,
    },
    folder: 'app/src',
    expected: '3.53.2.1 of app/build.gradle.kts',
  },
  {
    ...maven,
    name: 'gradle.lockfile',
    files: { 'gradle.lockfile': '# locked\norg.xerial:sqlite-jdbc:3.46.1.3=runtimeClasspath\nempty=\n' },
    expected: '3.46.1.3 of gradle.lockfile',
  },
  {
    ...nuget,
    name: 'a project file',
    files: {
      'App.csproj':
        '<PackageReference Include="Microsoft.Data.Sqlite" Version="9.0.0" />\n<PackageReference Include="Microsoft.Data.Sqlite.Core" Version="8.0.0" />',
    },
    expected: '9.0.0 of App.csproj',
  },
  {
    ...nuget,
    name: 'a project file with an element, and with the version first',
    files: {
      'a/A.csproj':
        '<PackageReference Include="microsoft.data.sqlite">\n<PrivateAssets>all</PrivateAssets><Version>9.0.0</Version></PackageReference>',
      'b/B.csproj': '<PackageReference Version="9.0.0" Include="Microsoft.Data.Sqlite" />',
    },
    expected: '9.0.0 of a/A.csproj',
  },
  {
    ...nuget,
    name: 'a floating version, a range',
    files: { 'App.csproj': '<PackageReference Include="Microsoft.Data.Sqlite" Version="9.*" />' },
    expected: '>= 9 of App.csproj',
  },
  {
    ...nuget,
    name: 'versions in one place',
    files: {
      'Directory.Packages.props':
        '<Project><PropertyGroup><EfVersion>10.0.1</EfVersion></PropertyGroup><PackageVersion Include="Microsoft.Data.Sqlite" Version="$(EfVersion)" /></Project>',
      'src/App.csproj':
        '<PackageReference Include="Microsoft.Data.Sqlite" />\n<PackageReference Include="Other" Version="1.0" />',
    },
    folder: 'src',
    expected: '10.0.1 of Directory.Packages.props',
  },
  {
    name: 'packages.config',
    registry: 'nuget',
    packageName: 'System.Data.SQLite.Core',
    files: {
      'packages.config':
        '<packages><package id="System.Data.SQLite.Core" version="1.0.118.0" targetFramework="net48" /></packages>',
    },
    expected: '1.0.118.0 of packages.config',
  },
  {
    ...nuget,
    name: 'packages.lock.json',
    files: {
      'packages.lock.json':
        '{ "dependencies": { "net9.0": { "Microsoft.Data.Sqlite": { "type": "Direct", "requested": "[9.0.0, )", "resolved": "9.0.4" } } } }',
    },
    expected: '9.0.4 of packages.lock.json',
  },
];

testVersions('versions in files of Maven, Gradle and MSBuild', cases);
