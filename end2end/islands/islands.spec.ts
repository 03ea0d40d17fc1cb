import { logIn, newPerson, register } from "../support/people.ts";
import { expect, ready, test } from "../support/test.ts";

test("typing a rent counts what the search would find", async ({ page }) => {
  await page.goto("/search");
  await ready(page, true);
  const form = page.locator("form.range").filter({ has: page.locator('[name="rent_max"]') });
  await form.locator('[name="rent_max"]').fill("1");
  await expect(form.locator("output")).toHaveText("0 套");
  await form.locator('[name="rent_max"]').fill("100000");
  await expect(form.locator("output")).toHaveText(/^[1-9]\d* 套$/);
});

test("a long form asks before unsent changes are left behind", async ({ page, site }) => {
  const landlord = newPerson("陈房东", "landlord");
  await register(page, site, landlord);
  await logIn(page, landlord);
  await page.goto("/me/houses/new?district=350404");
  await ready(page, true);
  const asked: string[] = [];
  page.on("dialog", (dialog) => asked.push(dialog.type()));
  await page.locator('[name="estate"]').click();
  await page.keyboard.type("jiangbin");
  await page.goto("/search");
  expect(asked).toEqual(["beforeunload"]);
});
