import { openPostgresqlRegistry } from "./postgresql.ts";
import type { PostgresqlSettings } from "./postgresql-connection.ts";
import type { Registry } from "./registry.ts";
import { openSqliteRegistry } from "./sqlite.ts";

export type RegistrySettings =
  | {
      readonly engine?: "embedded";
      /** The file; made when it is missing, in a folder that is there. */
      readonly path: string;
    }
  | ({ readonly engine: "postgresql" } & PostgresqlSettings);

/** Opens the registry that the settings name. */
export async function openRegistry({
  log,
  ...settings
}: RegistrySettings & { readonly log: (line: string) => void }): Promise<Registry> {
  return settings.engine === "postgresql"
    ? openPostgresqlRegistry({ settings, log })
    : openSqliteRegistry({ path: settings.path, log });
}
