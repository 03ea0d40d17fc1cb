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

test("the phone says where it is, and the search is near there", async ({ page, context }) => {
  await page.goto("/search");
  await ready(page, true);
  const nearMe = page.getByRole("button", { name: "离我近" });
  await nearMe.click();
  await expect(page.locator(".near-me output")).toHaveText(/没有得到位置/);

  await context.grantPermissions(["geolocation"]);
  // The gate of 三钢 as a receiver says it; the table has it as maps show it, 600 m away by its numbers.
  await context.setGeolocation({ latitude: 26.25992, longitude: 117.61711 });
  await nearMe.click();
  await expect(page).toHaveURL(/near=26\.260,117\.617,wgs84,2000/);
  await expect(page.getByRole("link", { name: "去掉 所选位置 2 公里内" })).toBeVisible();
  const here = await page.locator("main h2").filter({ hasText: /^\d+ 套$/ }).innerText();
  await page.goto("/search?q=近三钢");
  await expect(page.locator("main h2").filter({ hasText: /^\d+ 套$/ })).toHaveText(here);
});
