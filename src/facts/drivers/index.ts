import { dotnetDrivers } from './dotnet.ts';
import type { Driver } from './driver.ts';
import { elixirDrivers } from './elixir.ts';
import { goDrivers } from './go.ts';
import { javaScriptDrivers } from './javascript.ts';
import { jvmDrivers } from './jvm.ts';
import { phpDrivers } from './php.ts';
import { pythonDrivers } from './python.ts';
import { rubyDrivers } from './ruby.ts';
import { rustDrivers } from './rust.ts';

/** Every driver that is known, by language. */
export const driversByLanguage: Readonly<Record<string, readonly Driver[]>> = {
  'JavaScript and TypeScript': javaScriptDrivers,
  Python: pythonDrivers,
  Go: goDrivers,
  Rust: rustDrivers,
  Ruby: rubyDrivers,
  PHP: phpDrivers,
  Java: jvmDrivers,
  '.NET': dotnetDrivers,
  Elixir: elixirDrivers,
};

/** All drivers that are known. */
export const drivers: readonly Driver[] = Object.values(driversByLanguage).flat();

const byId = new Map(drivers.map((driver) => [driver.id, driver]));

/** The driver of an id; undefined where there is none. */
export function driverOf(id: string): Driver | undefined {
  return byId.get(id);
}
