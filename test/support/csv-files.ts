import { expect } from "vitest";
import type { ApiServer } from "./api-server.ts";
import { ask } from "./raw-http.ts";

/** Files of rows, sent and fetched as a program does, and two customers with a site each. */

const CUSTOMERS = [
  "reference;nom;type;langue",
  "411;Zinc;business;fr",
  '412;"Mairie; de ""Sète""";public;fr',
].join("\r\n");
const SITES = [
  "customer_reference,reference,name,address_1,postal_code,city,country,latitude,longitude,time_zone,holiday_set",
  '411,S1,Siège,1 rue A,75012,Paris,fr,"48,84",2.39,Europe/Paris,FR',
  "412,S1,Hôtel de ville,,,,,,,Europe/Paris,",
].join("\n");

type Bad = { readonly line: number; readonly column: string | null; readonly code: string };

export function filesOf(server: () => ApiServer) {
  async function post(kind: string, body: string | Uint8Array, query = "") {
    const answer = await ask(server().port, {
      method: "POST",
      path: `/api/import/${kind}${query}`,
      headers: { "content-type": "text/csv; charset=utf-8" },
      body,
    });
    const { status, text, headers } = answer;
    return { status, type: headers["content-type"], body: JSON.parse(text) };
  }

  const dryRun = (kind: string, body: string) => post(kind, body, "?dryRun=true");

  return {
    CUSTOMERS,
    post,
    dryRun,
    /** What is wrong with a file, as line, column and code. */
    bad: async (kind: string, body: string) => {
      const rows: Bad[] = (await dryRun(kind, body)).body.bad;
      return rows.map(({ line, column, code }) => [line, column, code]);
    },
    exported: (kind: string) => ask(server().port, { path: `/api/export/${kind}` }),
    read: async (path: string) => JSON.parse((await ask(server().port, { path })).text),
    /** 411 is Zinc, 412 a town hall; both have a site S1. */
    fill: async (): Promise<void> => {
      expect((await post("customers", CUSTOMERS)).status).toBe(200);
      expect((await post("sites", SITES)).status).toBe(200);
    },
  };
}
