import { IMPORT_KINDS } from "@vigie/shared/estate.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { filesOf } from "../../support/csv-files.ts";
import { idOf, MACHINE } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { post, exported } = filesOf(() => server);

describe("an export", () => {
  const HOSTILE = [
    '=HYPERLINK("http://x")',
    "'=quoted",
    "+33 1",
    "-1",
    "@home",
    " blanks ",
    'quo"te, comma; semicolon',
    "Éléonore 🖨️ \u0301",
    "\u00A0",
  ].filter((name) => name.trim() !== "");

  async function addHostile(): Promise<void> {
    await server.registry.commit(async ({ estate }) => {
      for (const [place, name] of HOSTILE.entries()) {
        const reference = place % 2 === 0 ? name.slice(0, 64) : null;
        const customerId = idOf("cus", place + 10);
        const owned = { customerId, name, reference, version: 1 };
        const siteId = idOf("sit", place + 10);
        const customer = {
          id: customerId,
          name,
          reference,
          language: "fr",
          sample: false,
        } as const;
        await estate.addCustomer(customer);
        const address = { lines: [name, "x"], postalCode: "", city: name, country: "FR" };
        await estate.addSite({
          ...owned,
          id: siteId,
          address: place % 3 === 0 ? null : address,
          position: place % 2 === 0 ? { latitude: -0.000_000_1, longitude: 179.5 } : null,
          timeZone: "UTC",
          holidaySet: null,
        });
        const contact = { ...owned, siteId, phone: name, role: name, language: "en" } as const;
        await estate.addContact({ ...contact, id: idOf("ctc", place + 10) });
        await estate.addMachine({
          ...owned,
          id: idOf("mac", place + 10),
          siteId,
          class: "server",
          classChosen: place % 2 === 0,
          tags: [name.trim(), "a|b\\c"].toSorted(),
        });
        await estate.saveEquipment([
          {
            ...owned,
            id: idOf("eqp", place + 10),
            siteId: null,
            kind: "printer",
            manufacturer: name,
            model: null,
            serial: name,
            warrantyEndsOn: "2027-02-28",
            location: name,
            tags: [name.trim()],
            retiredAtMs: null,
          },
        ]);
      }
    });
  }

  test.for(IMPORT_KINDS)("of %s is imported again without a change", async (kind) => {
    await addHostile();
    const file = await exported(kind);
    expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(file.headers["content-disposition"]).toContain(`vigie-${kind}.csv`);
    expect(file.text.startsWith("\uFEFFid,")).toBe(true);
    const { body } = await post(kind, file.text);
    expect(body).toEqual({
      dryRun: false,
      rows: expect.any(Number),
      added: 0,
      changed: 0,
      unchanged: body.rows,
      bad: [],
      badOmitted: 0,
    });
    expect(body.rows).toBeGreaterThanOrEqual(HOSTILE.length);
  });

  test("shows what is in use, and runs nothing in a program for tables", async () => {
    await addHostile();
    await ask(server.port, {
      method: "PATCH",
      path: `/api/machines/${MACHINE}`,
      headers: { "content-type": "application/json", "if-match": '"v1"' },
      body: '{"retired":true}',
    });
    const { text } = await exported("machines");
    expect(text).not.toContain("Caisse");
    expect(text).toContain("Bureau");
    expect(text).toContain(`'=HYPERLINK`);
    expect(text).not.toMatch(/(^|,)"?[=@]/m);
  });
});
