import { LIVE_BUFFER_BYTES_MAX, LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { describe, expect, test } from "vitest";
import { createSubscriber } from "../../../collector/flow/live-subscriber.ts";
import { createPage } from "../../support/live-page.ts";

describe("a page that reads slowly", () => {
  const frame = new Uint8Array(LIVE_FRAME_BYTES_MAX);
  const fits = LIVE_BUFFER_BYTES_MAX / LIVE_FRAME_BYTES_MAX;

  test("is cut at the first frame that is too much, and not before", () => {
    const page = createPage({ isReading: false });
    let cuts = 0;
    const subscriber = createSubscriber(page.connection, () => {
      cuts += 1;
    });
    for (let n = 0; n < fits; n += 1) subscriber.push(frame);
    expect(page.closedWith()).toBeUndefined();
    subscriber.push(frame);
    subscriber.push(frame);
    expect(page.closedWith()).toBe(1013);
    expect(cuts).toBe(1);
    expect(page.sent).toHaveLength(fits);
  });

  test("gets a snapshot of any size at its own pace, one part after the other", async () => {
    const page = createPage({ isReading: false });
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    const parts = Array.from({ length: 3 * fits }, () => frame);
    const answered = subscriber.answer(parts);
    for (let n = 1; n <= parts.length; n += 1) {
      expect(page.sent).toHaveLength(n);
      page.readOne();
      await Promise.resolve();
    }
    await answered;
    expect(page.closedWith()).toBeUndefined();
  });

  test("is cut when too much comes while it still reads its snapshot", () => {
    const page = createPage({ isReading: false });
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    void subscriber.answer([frame]);
    for (let n = 0; n < fits; n += 1) subscriber.push(frame);
    expect(page.closedWith()).toBeUndefined();
    subscriber.push(frame);
    expect(page.closedWith()).toBe(1013);
  });

  test("gets what came meanwhile after its snapshot, in order", async () => {
    const page = createPage();
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    const answered = subscriber.answer([Uint8Array.of(1), Uint8Array.of(2)]);
    subscriber.push(Uint8Array.of(3));
    subscriber.push(Uint8Array.of(4));
    await answered;
    subscriber.push(Uint8Array.of(5));
    expect(page.sent.map(([first]) => first)).toEqual([1, 2, 3, 4, 5]);
  });
});
