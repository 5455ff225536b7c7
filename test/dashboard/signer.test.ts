import { expect, test } from "vitest";
import { createSigner } from "../../dashboard/signer.ts";

test("nobody signs before they said who they are, and they are asked", () => {
  const signer = createSigner();
  let told = 0;
  signer.subscribe(() => {
    told += 1;
  });
  expect(signer.sign()).toBeUndefined();
  expect(signer.get().isLacking).toBe(true);
  signer.choose(" Claire ", "stf_1");
  expect(signer.sign()).toBe("Claire");
  expect(signer.get()).toMatchObject({ isLacking: false, staffId: "stf_1" });
  expect(told).toBe(2);
});
