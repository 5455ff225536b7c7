import { describe, expect, test } from "vitest";
import { placeLabels, toPieces } from "../../../dashboard/charts/threshold-labels.ts";

const bounds = { left: 0, top: 0, width: 400, height: 140 };
const room = { bounds, curve: [], height: 12, gap: 2 };
/** A curve that is level over the whole width. */
const level = (y: number) =>
  toPieces([
    { x: 0, y },
    { x: 400, y },
  ]);

describe("the words of a threshold", () => {
  test.for([
    [60, 46, [], "above the line, at the right edge"],
    [60, 62, level(52), "below it, where the curve runs just above"],
    [60, 46, level(68), "above it, where the curve runs just below"],
    [8, 10, [], "below it, where there is no room above"],
    [130, 116, level(136), "above it near the ground"],
  ] as const)("of a line at %d begin at %d (%#)", ([y, top, curve]) => {
    expect(placeLabels([{ y, width: 70 }], { ...room, curve })).toEqual([
      { left: 328, top, width: 70, height: 12 },
    ]);
  });

  test("move to the left where the curve is on both sides at the right edge", () => {
    const steep = toPieces([
      { x: 330, y: 0 },
      { x: 400, y: 140 },
    ]);
    const [box] = placeLabels([{ y: 60, width: 70 }], { ...room, curve: steep });
    expect(box).toMatchObject({ left: 254, top: 46 });
  });

  test("of two that are near are on either side, through no line", () => {
    const labels = placeLabels(
      [
        { y: 20, width: 70 },
        { y: 27, width: 70 },
      ],
      room,
    );
    expect(labels.map(({ top }) => top)).toEqual([6, 29]);
  });

  test("stand somewhere even where everything is taken", () => {
    const full = [{ left: 0, top: 0, width: 400, height: 140 }];
    expect(placeLabels([{ y: 60, width: 70 }], { ...room, curve: full })).toHaveLength(1);
  });
});

test("a gap ends a piece of the curve; a lone value is one by itself", () => {
  expect(toPieces([{ x: 1, y: 9 }, { x: 3, y: 5 }, null, { x: 8, y: 2 }])).toEqual([
    { left: 1, top: 5, width: 2, height: 4 },
    { left: 3, top: 5, width: 0, height: 0 },
    { left: 8, top: 2, width: 0, height: 0 },
  ]);
});
