import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { filesOf } from "../../support/csv-files.ts";
import { idOf } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { post, bad, read, fill } = filesOf(() => server);

describe("bad rows", () => {
  const head = "customer_reference,reference,name,time_zone,latitude,longitude,country,city";
  const S = (row: string) => `${head}\n${row}\n`;

  test.for([
    [S("411,S9,A,Paris,,,,"), [[2, "time_zone", "csv_value_invalid"]], "no zone"],
    [S("411,S9,A,,,,,"), [[2, "time_zone", "csv_value_missing"]], "a new site needs one"],
    [S("411,S9,A,UTC,48,,,"), [[2, "longitude", "csv_value_missing"]], "half a position"],
    [S("411,S9,A,UTC,north,1,,"), [[2, "latitude", "csv_value_invalid"]], "no number"],
    [S("411,S9,A,UTC,95,1,,"), [[2, "latitude", "csv_value_invalid"]], "beyond the pole"],
    [S("411,S9,A,UTC,,,FRA,Paris"), [[2, "country", "csv_value_invalid"]], "three letters"],
    [S("411,S9,A,UTC,,,,Paris"), [[2, "country", "csv_value_missing"]], "a city without a country"],
    [S(",S9,A,UTC,,,,"), [[2, "customer_reference", "csv_value_missing"]], "nobody's"],
    [S("411,S9,A,UTC"), [[2, null, "csv_row_malformed"]], "too few values"],
    [S('411,"S9,A'), [[2, null, "csv_row_malformed"]], "an open mark"],
    [
      S("411,S9,A,UTC,,,,\n411,S9,B,UTC,,,,"),
      [[3, null, "csv_row_repeated"]],
      "one reference twice",
    ],
    [S("411,,A,UTC,,,,\n411,,A,UTC,,,,"), [[3, null, "csv_row_repeated"]], "one name twice"],
    [S(`411,${"x".repeat(65)},A,UTC,,,,`), [[2, "reference", "csv_value_invalid"]], "too long"],
    [S('411,S9,"A\nB",UTC,,,,'), [[2, "name", "csv_value_invalid"]], "a name of two lines"],
    [S("411,S9,A\u0007,UTC,,,,"), [[2, "name", "csv_value_invalid"]], "a name that rings"],
    [S("411,S9,\u00a0,UTC,,,,"), [[2, "name", "csv_value_missing"]], "a name of a blank"],
    [S("411,S9,A,UTC,,,FR,Pa\u0007ris"), [[2, "city", "csv_value_invalid"]], "a city that rings"],
    [`id,name\n${idOf("sit", 1)},A\u001b\n`, [[2, "name", "csv_value_invalid"]], "a new name"],
    ["id,name\nsit_9,A\n", [[2, "id", "csv_reference_unknown"]], "an id of nothing"],
    [
      `id,customer_reference\n${idOf("sit", 1)},411\n`,
      [[2, "customer_reference", "csv_value_invalid"]],
      "another's",
    ],
    [`id,reference\n${idOf("sit", 1)},S2\n`, [], "a reference that nobody of this customer has"],
    [
      S("411,S9,,Paris,,,,"),
      [
        [2, "name", "csv_value_missing"],
        [2, "time_zone", "csv_value_invalid"],
      ],
      "two at once",
    ],
  ] as const)("%#: %j", async ([file, wanted]) => {
    await fill();
    expect(await bad("sites", file)).toEqual(wanted);
  });

  test("a reference that another row has is not taken from it", async () => {
    await fill();
    await post("sites", S("411,S2,Annexe,UTC,,,,"));
    const customers = (await read("/api/customers")).items;
    const { id } = customers.find(({ name }: { name: string }) => name === "Zinc");
    const sites = (await read(`/api/customers/${id}/sites`)).items;
    const annexe = sites.find(({ name }: { name: string }) => name === "Annexe").id;
    expect(await bad("sites", `id,reference\n${annexe},S1\n`)).toEqual([
      [2, "reference", "reference_taken"],
    ]);
  });
});

describe("a file that is none", () => {
  test.for([
    ["nothing", ""],
    ["no text", "\u0000\u0001"],
    ["an unknown column", "name,colour\na,b\n"],
    ["no UTF-8", new Uint8Array([0xe9, 0x2c])],
    ["more than 20,000 rows", `name\n${"x\n".repeat(20_001)}`],
  ] as const)("%s is refused", async ([, body]) => {
    expect((await post("customers", body)).body).toMatchObject({
      code: "csv_invalid",
      status: 422,
    });
  });

  test("is refused by its size above 16 MiB, and by its type", async () => {
    const large = await post("customers", new Uint8Array(16 * 1024 * 1024 + 1));
    expect(large.body).toMatchObject({ code: "body_too_large" });
    const json = await ask(server.port, {
      method: "POST",
      path: "/api/import/customers",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(json.status).toBe(415);
    expect((await post("boats", "name\n")).status).toBe(400);
  });

  test("is no body for another route", async () => {
    const { status } = await ask(server.port, {
      method: "POST",
      path: "/api/customers",
      headers: { "content-type": "text/csv" },
      body: "name\n",
    });
    expect(status).toBe(400);
  });
});
