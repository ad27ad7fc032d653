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
export const drivers: readonly Driver[] = [
  ...javaScriptDrivers,
  ...pythonDrivers,
  ...goDrivers,
  ...rustDrivers,
  ...rubyDrivers,
  ...phpDrivers,
  ...jvmDrivers,
  ...dotnetDrivers,
  ...elixirDrivers,
];

const byId = new Map(drivers.map((driver) => [driver.id, driver]));

export function driverOf(id: string): Driver | undefined {
  return byId.get(id);
}
