import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { filesOf } from "../../support/csv-files.ts";
import { CUSTOMER, idOf, MACHINE } from "../../support/office.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { CUSTOMERS, post, dryRun, bad, read, fill, exported } = filesOf(() => server);

describe("an import", () => {
  test("adds what is new, finds it again, and changes what is different", async () => {
    const counts = { dryRun: false, rows: 2, bad: [], badOmitted: 0 };
    const first = await post("customers", CUSTOMERS);
    expect(first).toMatchObject({ status: 200, body: { ...counts, added: 2, changed: 0 } });
    const again = await post("customers", CUSTOMERS);
    expect(again.body).toEqual({ ...counts, added: 0, changed: 0, unchanged: 2 });
    const other = await post("customers", CUSTOMERS.replace("Zinc", "Zinc SARL"));
    expect(other.body).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    expect((await read("/api/customers")).items).toMatchObject([
      { name: "Boulangerie Émile", version: 1 },
      { name: 'Mairie; de "Sète"', kind: "public", reference: "412", version: 1 },
      { name: "Zinc SARL", reference: "411", version: 2 },
    ]);
  });

  test("that is a dry run says the same and does nothing", async () => {
    expect((await dryRun("customers", CUSTOMERS)).body).toMatchObject({ dryRun: true, added: 2 });
    expect((await read("/api/customers")).items).toHaveLength(1);
  });

  test("with a bad row is refused whole, and the problem lists the rows", async () => {
    const file = `${CUSTOMERS}\r\n413;;business;fr\r\n414;Club;club;de`;
    const dry = await dryRun("customers", file);
    expect(dry).toMatchObject({ status: 200, body: { added: 2, rows: 4 } });
    const real = await post("customers", file);
    expect(real).toMatchObject({
      status: 422,
      type: expect.stringContaining("application/problem+json"),
      body: { code: "import_refused", parameters: { detail: 2 }, dryRun: false },
    });
    expect(real.body.bad).toEqual(dry.body.bad);
    expect(real.body.bad).toMatchObject([
      { line: 4, column: "name", code: "csv_value_missing" },
      {
        line: 5,
        column: "kind",
        code: "csv_value_invalid",
        detail: expect.stringContaining("public"),
      },
      { line: 5, column: "language", code: "csv_value_invalid" },
    ]);
    expect((await read("/api/customers")).items).toHaveLength(1);
  });

  test("lists 1,000 bad rows and counts the others", async () => {
    const rows = Array.from({ length: 1_003 }, (_, index) => `r${index},,club`);
    const { body } = await dryRun("customers", ["reference,name,kind", ...rows].join("\n"));
    expect(body.bad).toHaveLength(1_000);
    expect(body).toMatchObject({ rows: 1_003, badOmitted: 503 });
  });

  test("leaves what the file has no column for, and empties what is empty", async () => {
    await fill();
    await post("sites", "customer_reference,reference,name,city\n411,S1,Siège social,Lyon\n");
    const [site] = (await read(`/api/customers/${await idOfCustomer("411")}/sites`)).items;
    expect(site).toMatchObject({
      name: "Siège social",
      address: { lines: ["1 rue A"], postalCode: "75012", city: "Lyon", country: "FR" },
      position: { latitude: 48.84, longitude: 2.39 },
      holidaySet: "FR",
    });
    await post(
      "sites",
      "customer_reference,reference,name,latitude,longitude,holiday_set\n411,S1,S,,,\n",
    );
    const [emptied] = (await read(`/api/customers/${site.customerId}/sites`)).items;
    expect(emptied).toMatchObject({ position: null, holidaySet: null, address: site.address });
  });

  test("finds rows without a reference by their name, and asks which if there are several", async () => {
    const file = "customer_reference,name,phone\n411,Léa,1\n";
    await fill();
    expect((await post("contacts", file)).body).toMatchObject({ added: 1 });
    expect((await post("contacts", file)).body).toMatchObject({ added: 0, unchanged: 1 });
    const customer = await idOfCustomer("411");
    await server.registry.commit(({ estate }) =>
      estate.addContact({ id: idOf("ctc", 9), customerId: customer, name: "Léa" }),
    );
    expect(await bad("contacts", file)).toEqual([[2, "name", "csv_match_ambiguous"]]);
    expect(await bad("contacts", `id,phone\n${idOf("ctc", 9)},2\n`)).toEqual([]);
  });

  test("puts contacts and equipment at sites of their customer only", async () => {
    await fill();
    const head = "customer_reference,reference,name,site_reference";
    expect(await bad("contacts", `${head}\n411,K1,Léa,S1\n411,K2,Noé,S9\n999,K3,Zoé,S1\n`)).toEqual(
      [
        [3, "site_reference", "csv_reference_unknown"],
        [4, "customer_reference", "csv_reference_unknown"],
      ],
    );
    const printer = `${head},kind,tags\n412,E1,HP,S1,printer,étage|coul\\|eur\n`;
    expect((await post("equipment", printer)).body).toMatchObject({ added: 1 });
    const { items } = await read(`/api/customers/${await idOfCustomer("412")}/equipment`);
    expect(items).toMatchObject([{ name: "HP", tags: ["coul|eur", "étage"], kind: "printer" }]);
  });

  test("says of which tickets a contact is told, and leaves it where nothing is said", async () => {
    await fill();
    const head = "customer_reference,reference,name,notices";
    const file = `${head}\n411,K1,Léa,all\n411,K2,Noé,\n`;
    expect((await post("contacts", file)).body).toMatchObject({ added: 2 });
    const customer = await idOfCustomer("411");
    const noticesOf = async () => {
      const { items } = await read(`/api/customers/${customer}/contacts`);
      return items.map(({ name, notices }: { name: string; notices: string }) => [name, notices]);
    };
    expect(await noticesOf()).toEqual([
      ["Léa", "all"],
      ["Noé", "own"],
    ]);
    const french = "reference client;reference;nom;notifications";
    const other = `${french}\n411;K1;Léa;\n411;K2;Noé;none\n`;
    expect((await post("contacts", other)).body).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await noticesOf()).toEqual([
      ["Léa", "all"],
      ["Noé", "none"],
    ]);
    expect(await bad("contacts", `${head}\n411,K1,Léa,both\n`)).toEqual([
      [2, "notices", "csv_value_invalid"],
    ]);
    const { text } = await exported("contacts");
    expect(text).toContain(",411,K1,Léa,,,,,all,");
  });

  async function idOfCustomer(reference: string): Promise<string> {
    const { items } = await read("/api/customers");
    return items.find((item: { reference: string | null }) => item.reference === reference)?.id;
  }
});

describe("rows of machines", () => {
  const file = (rows: string) => `customer_reference,reference,name,class,tags\n${rows}`;

  test("change the machines that there are: first by name, then by the reference that they got", async () => {
    const row = `${CUSTOMER},INV-1,Caisse,server,critique`;
    expect((await post("machines", file(row))).body).toMatchObject({ changed: 1 });
    expect(await read(`/api/machines/${MACHINE}`)).toMatchObject({
      reference: "INV-1",
      class: "server",
      classChosen: true,
      tags: ["critique"],
    });
    expect((await post("machines", file(row))).body).toMatchObject({ unchanged: 1 });
    const renamed = row.replace("Caisse", "Caisse 1");
    expect((await post("machines", file(renamed))).body).toMatchObject({ changed: 1 });
    expect(server.memory().machines.get(MACHINE)).toMatchObject({
      name: "Caisse 1",
      class: "server",
    });
  });

  test("add none: an agent does", async () => {
    expect(await bad("machines", file(`${CUSTOMER},INV-9,Nouveau,server,`))).toEqual([
      [2, null, "csv_reference_unknown"],
    ]);
  });

  test("give a class back to the inventory where it is empty", async () => {
    await post("machines", file(`${CUSTOMER},INV-1,Caisse,server,`));
    await post("machines", file(`${CUSTOMER},INV-1,Caisse,,`));
    expect(await read(`/api/machines/${MACHINE}`)).toMatchObject({ classChosen: false });
  });
});
