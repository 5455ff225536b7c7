/** Where the words of thresholds stand: beside their line, where the curve is not. In pixels. */

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** A threshold's line and how much room its words need. */
export type Wanted = { readonly y: number; readonly width: number };

type Point = { readonly x: number; readonly y: number };

export type Room = {
  /** Where words may stand. */
  readonly bounds: Box;
  /** What they may not hide. */
  readonly curve: readonly Box[];
  /** Of one line of words. */
  readonly height: number;
  /** Between words and whatever is beside them. */
  readonly gap: number;
};

/** The pieces of a curve as boxes; a place without a value ends a piece. */
export function toPieces(points: readonly (Point | null)[]): Box[] {
  return points.flatMap((point, place) => {
    if (point === null) return [];
    const next = points[place + 1] ?? point;
    return [
      {
        left: Math.min(point.x, next.x),
        top: Math.min(point.y, next.y),
        width: Math.abs(next.x - point.x),
        height: Math.abs(next.y - point.y),
      },
    ];
  });
}

/**
 * A box for the words of each line: at the right edge, above the line, wherever that hides nothing;
 * else the next best place. Where each place hides something, the one that hides least.
 */
export function placeLabels(wanted: readonly Wanted[], room: Room): Box[] {
  const placed: Box[] = [];
  for (const label of wanted) {
    const lines = wanted.filter((other) => other !== label).map(({ y }) => lineBox(y, room.bounds));
    const obstacles = [...room.curve, ...lines, ...placed];
    const hidden = (box: Box) => obstacles.filter((other) => isOver(box, other)).length;
    const [best] = placesFor(label, room)
      .map((box) => ({ box, hides: hidden(box) }))
      .sort((a, b) => a.hides - b.hides);
    if (best !== undefined) placed.push(best.box);
  }
  return placed;
}

/** The places that words can have, the best first. */
function placesFor({ y, width }: Wanted, { bounds, height, gap }: Room): Box[] {
  const right = bounds.left + bounds.width - width - gap;
  const lefts = [right, right - width - 2 * gap, bounds.left + gap];
  const tops = [y - gap - height, y + gap].filter(
    (top) => top >= bounds.top && top + height <= bounds.top + bounds.height,
  );
  return lefts.flatMap((left) => tops.map((top) => ({ left, top, width, height })));
}

function lineBox(y: number, { left, width }: Box): Box {
  return { left, top: y, width, height: 0 };
}

function isOver(one: Box, other: Box): boolean {
  const isBeside = one.left > other.left + other.width || other.left > one.left + one.width;
  const isAway = one.top > other.top + other.height || other.top > one.top + one.height;
  return !isBeside && !isAway;
}
