import { parseEnvelope } from "@vigie/shared/envelope.ts";
import { parseHello } from "@vigie/shared/hello.ts";
import fc from "fast-check";
import { expect, test } from "vitest";

/** Whatever comes in from the wire is answered. */

const encoder = new TextEncoder();

const HEADER =
  '"v":1,"epoch":"01JDQ4Z7N3W8V5R2T6Y9X0ABCD","bootId":"boot","sentAt":"2026-11-23T09:00:10.200Z","sentUptimeMs":86400323';

/** A report with these fields besides its number and times. */
function report(fields: string): string {
  return `{"seq":1,"at":"2026-11-23T09:00:10.000Z","uptimeMs":86400123,${fields}}`;
}

const FINE = report('"samples":{"cpu_busy_percent":12.4}');

test("whatever comes, it answers and never throws", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => encoder.encode(text)),
      ),
      (payload) => {
        expect(parseEnvelope(payload)).toHaveProperty("problem");
        expect(parseHello(payload)).toHaveProperty("problem");
      },
    ),
  );
});

test("whatever stands in the place of a report, its envelope is answered", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (samples, facts) => {
      const odd = report(`"samples":${JSON.stringify(samples)},"facts":${JSON.stringify(facts)}`);
      const text = `{${HEADER},"reports":[${odd},${FINE}]}`;
      const outcome = parseEnvelope(encoder.encode(text));
      expect("envelope" in outcome && outcome.envelope.reports.length).toBeGreaterThan(0);
    }),
  );
});
