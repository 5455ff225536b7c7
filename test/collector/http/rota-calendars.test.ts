import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { person } from "../../contract/registry/desk-rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { idOf } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/** What calendar programs read: Ana, then Léo, week by week from Monday, 23 November, 09:00 in Paris. */

let server: ApiServer;
const { send, add, change } = jsonOf(() => server);

const ANA = idOf("stf", 1);
const LEO = idOf("stf", 2);

beforeEach(async () => {
  server = await startApiServer();
  await server.registry.commit(({ staff }) => staff.addStaff(person({ id: LEO, name: "Léo" })));
});
afterEach(() => server.close());

async function plan(name = "Semaines"): Promise<string> {
  const handover = { every: "week", turn: 1, weekday: "mon", time: "09:00" };
  const turns = { timeZone: "Europe/Paris", handover, memberIds: [ANA, LEO] };
  const planned = await add("/api/rotas", { ...turns, name, from: "2026-11-23" });
  return String(planned.headers["location"]);
}

const nameOf = async (id: string) => {
  const [row] = await server.registry.read.staff.staff({ ids: [id], limit: 1 });
  return row?.name;
};

describe("a calendar", () => {
  const keyOf = (url: string) => new URL(url, "http://vigie").searchParams.get("key") ?? "";
  const read = (path: string) => ask(server.port, { path });

  async function make(path: string): Promise<string> {
    const made = await send("POST", `${path}/calendar-key`);
    expect(made.status).toBe(201);
    return made.body.url;
  }

  test("is read by its address: instants in UTC, a UID that stays, a number that rises", async () => {
    const path = await plan();
    const url = await make(path);
    expect((await send("GET", path)).body.hasCalendarKey).toBe(true);
    const answer = await read(url);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers["content-type"]).toBe("text/calendar; charset=utf-8");
    const id = path.split("/").at(-1);
    const uid = `UID:${id}-${Temporal.Instant.from("2026-11-30T08:00:00Z").epochMilliseconds}@vigie`;
    for (const line of ["DTSTART:20261130T080000Z", "DTEND:20261207T080000Z", "SEQUENCE:1"]) {
      expect(answer.text).toContain(`\r\n${line}\r\n`);
    }
    expect(answer.text).toContain("SUMMARY:Semaines: Léo");
    const unfolded = (text: string) => text.replaceAll(/\r\n[ \t]/g, "");
    expect(unfolded(answer.text)).toContain(uid);

    await change(path, { memberIds: [LEO, ANA] });
    const again = unfolded((await read(url)).text);
    expect(again).toContain(uid);
    expect(again).toContain("\r\nSEQUENCE:2\r\n");
    expect(again).not.toContain("\r\nSEQUENCE:1\r\n");
  });

  test("of one of the staff has their shifts of all rotas, and nobody else's", async () => {
    await plan();
    const { text } = await read(await make(`/api/staff/${LEO}`));
    expect(text).toContain("SUMMARY:Semaines: Léo");
    expect(text).not.toContain(`: ${await nameOf(ANA)}`);
  });

  test("a name is text, whatever stands in it", async () => {
    const path = await plan("Nuits; BEGIN:VEVENT, \\n");
    const { text } = await read(await make(path));
    expect(text).toContain("Nuits\\; BEGIN:VEVENT\\, \\\\n");
  });

  test("with a wrong key, another one's, an old one or none is not there", async () => {
    const path = await plan();
    const old = await make(path);
    const url = await make(path);
    const other = keyOf(await make(`/api/staff/${LEO}`));
    const at = (key: string) => `${path}/calendar.ics?key=${key}`;
    for (const wrong of [old, at(other), at("x"), at(""), `${path}/calendar.ics`]) {
      expect(JSON.parse((await read(wrong)).text), wrong).toMatchObject({ code: "not_found" });
    }
    expect(await read(url)).toMatchObject({ status: 200 });
    expect(await send("DELETE", `${path}/calendar-key`)).toMatchObject({ status: 204 });
    expect(await read(url)).toMatchObject({ status: 404 });
  });

  test("with the key given twice is refused, also where one of the two is right", async () => {
    const url = await make(await plan());
    for (const doubled of [`${url}&key=${keyOf(url)}`, `${url}&key=x`, `${url}&key=`]) {
      const { status, text } = await read(doubled);
      expect({ status, code: JSON.parse(text).code }, doubled).toEqual({
        status: 400,
        code: "request_malformed",
      });
    }
  });

  test("its key is in no table, no log and no answer but the one", async () => {
    const path = await plan();
    const url = await make(path);
    const key = keyOf(url);
    expect(key).toMatch(/^[\w-]{43}$/);
    await read(url);
    const [double, wrong] = [await read(`${url}&key=${key}`), await read(`${url}x`)];
    expect(double.text + wrong.text + JSON.stringify((await send("GET", path)).body)).not.toContain(
      key,
    );
    expect(server.logged.join("\n")).not.toContain(key);
    const kept = await server.registry.read.onCall.calendarKey(path.split("/").at(-1) ?? "");
    expect(kept?.keyHash).toMatch(/^[\da-f]{64}$/);
  });
});
