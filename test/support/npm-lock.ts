/** A lock file that names versions. */
export const lock = (versions: Readonly<Record<string, string>>): Record<string, string> => ({
  'package-lock.json': JSON.stringify({
    packages: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
    ),
  }),
});
