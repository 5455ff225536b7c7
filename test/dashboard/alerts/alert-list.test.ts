import { expect, test } from "vitest";
import { pendingText, toCauseNow } from "../../../dashboard/alerts/alert-list.tsx";
import { NOTHING_LIVE, withLatest } from "../../../dashboard/live/machine-live.ts";
import { en } from "../../../dashboard/words/en.ts";
import { createFormats } from "../../../dashboard/words/formats.ts";
import { alert, value } from "../live/samples.ts";

const reader = { words: en, formats: createFormats("en"), language: "en" } as const;
const live = withLatest(NOTHING_LIVE, [
  value("memory_used_percent", 73, 30),
  value("volume_used_percent", 97, 30, "/data"),
]);
const ofData = { metric: "volume_used_percent", object: "/data", value: 91, threshold: 90 };
const ofRoot = { ...ofData, object: "/" };

test.for([
  [alert(), /73%, threshold 51%$/, "the value of now, not the one that raised it"],
  [alert(ofData), /97%, threshold 90%$/, "of the same object"],
  [alert(ofRoot), /91%, threshold 90% \(at the time\)$/, "what is not measured now is of then"],
  [alert({ metric: null, value: null }), /no longer answers$/, "a machine that is gone"],
] as const)("%#: %s", ([found, expected]) => {
  expect(toCauseNow(found, live, reader)).toMatch(expected);
});

test.for([
  [{ holdForSeconds: 1_800 }, /if it lasts 30\u00a0min$/, "how long it must hold"],
  [{ holdForSeconds: 0 }, /if it lasts$/, "three reports, which is no time"],
  [undefined, /if it lasts$/, "rules that are not read yet"],
] as const)("%o: %s", ([rule, expected]) => {
  expect(pendingText(rule, reader)).toMatch(expected);
});
