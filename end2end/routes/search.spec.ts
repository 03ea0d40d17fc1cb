import { expect, expectAccessible, test } from "../support/test.ts";

test("a search says why each home was found", async ({ page }) => {
  await page.goto("/");
  await page.locator("main form.search-box [name=q]").fill("liedong 两室");
  await page.locator("main form.search-box button").click();
  const card = page.locator(".listing-card").first();
  await expect(card.locator(".listing-place mark")).toHaveText("列东");
  await expect(card.locator(".listing-why")).toHaveText("拼音 liedong = 列东街道；户型符合");
  await expectAccessible(page);
});

test("where choices leave nothing, each way on shows what it says", async ({ page }) => {
  await page.goto("/search?rooms=2&area_min=9000");
  await expect(page.locator(".empty")).toBeVisible();
  const way = page.locator(".empty a").first();
  const count = /（(\d+) 套）/.exec((await way.textContent()) ?? "")?.[1];
  await expectAccessible(page);
  await way.click();
  await expect(page.locator(".results-head h2")).toHaveText(`${count} 套`);
});
