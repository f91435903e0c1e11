import { expect, it } from "vitest";
import { secretCheck } from "../../src/secrets/check";
import { CASES } from "../support/cases";
import { lists } from "../support/words";

const check = secretCheck(lists);
/** Lists that no package of tests has; the browser test judges these texts with the bot's own lists. */
const HERE = CASES.filter((one) => !/russian|turkish/.test(one.case));

it("has cases of both kinds", () => {
  expect(HERE.filter((one) => one.secret).length).toBeGreaterThan(30);
  expect(HERE.filter((one) => !one.secret).length).toBeGreaterThan(20);
});

it.each(HERE)("judges as the bot does: $case", async ({ text, secret }) => {
  expect(await check(text)).toBe(secret);
});

it("fails, and does not let the text pass, when a list that it needs cannot be had", async () => {
  const without = secretCheck(() => Promise.reject(new Error("offline")));
  await expect(without("one two three four five six seven eight nine ten")).rejects.toThrow("offline");
  expect(await without("how do I withdraw?")).toBe(false);
});

it("needs no time to speak of for the longest and worst texts", async () => {
  for (const text of ["a ".repeat(1_000), "abandon ".repeat(250), "0x".repeat(1_000), "ab12 ".repeat(400), "的".repeat(2_000), "1,".repeat(1_000), "K".repeat(2_000), "abandon".repeat(280)]) {
    const started = performance.now();
    await check(text);
    expect(performance.now() - started).toBeLessThan(400);
  }
});
