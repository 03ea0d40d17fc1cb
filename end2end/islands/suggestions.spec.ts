import { expect, expectAccessible, expectNoSidewaysScrolling, ready, test, type Page } from "../support/test.ts";

const field = (page: Page) => page.locator("main form.search-box [name=q]");
const list = (page: Page) => page.locator("main form.search-box [role=listbox]");

/** What a screen reader says is chosen, though the focus stays in the field. */
async function chosen(page: Page): Promise<string | null> {
  const id = await field(page).getAttribute("aria-activedescendant");
  return id && page.locator(`[id="${id}"] .suggestion-label`).textContent();
}

test("pinyin is completed by keyboard, and the field says so to screen readers", async ({ page }) => {
  await page.goto("/");
  await ready(page, true);
  await expect(field(page)).toHaveRole("combobox");
  await expect(field(page)).toHaveAttribute("aria-expanded", "false");
  await field(page).focus();
  await page.keyboard.type("liedong");
  await expect(list(page)).toBeVisible();
  await expect(field(page)).toHaveAttribute("aria-expanded", "true");
  await expect(page.locator("main form.search-box output")).toHaveText(/^\d+ 条建议/);
  expect(await chosen(page)).toBeNull();
  await expectAccessible(page);

  await page.keyboard.press("ArrowDown");
  expect(await chosen(page)).toMatch(/^列东/);
  const first = list(page).getByRole("option").first();
  await expect(first).toHaveAttribute("aria-selected", "true");
  await expect(first.locator("mark")).toHaveText("列东");
  await expect(first.locator(".suggestion-count")).toHaveText(/^[1-9]\d* 套$/);
  await page.keyboard.press("ArrowUp");
  expect(await chosen(page)).toBeNull();

  await page.keyboard.press("Escape");
  await expect(list(page)).toBeHidden();
  await expect(field(page)).toHaveValue("liedong");
  await page.keyboard.press("ArrowDown");
  await expect(list(page)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  const text = await chosen(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(field(page)).toHaveValue(text ?? "");
  await expect(page.locator(".results-head h2")).toHaveText(/^[1-9]\d* 套$/);
});

test("a suggestion is pressed, after words that stay", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/search");
  await ready(page, true);
  const before = await page.locator(".results").boundingBox();
  await field(page).pressSequentially("列东 zz");
  const whole = list(page).getByRole("option").filter({ hasText: "整租" });
  await expect(whole).toBeVisible();
  expect((await whole.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await page.locator(".results").boundingBox(), "nothing moves").toEqual(before);
  await expectNoSidewaysScrolling(page);
  await whole.click();
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(field(page)).toHaveValue("列东 整租");
  await expect(page.locator(".chips").first()).toContainText("整租");
});

test("characters that are still being put together ask nothing", async ({ page }) => {
  await page.goto("/");
  await ready(page, true);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/suggestions")) asked.push(new URL(request.url()).searchParams.get("q") ?? "");
  });
  const input = field(page);
  await input.dispatchEvent("compositionstart");
  await input.fill("wan'da");
  await page.waitForTimeout(200);
  expect(asked).toEqual([]);
  await input.evaluate((element: HTMLInputElement) => (element.value = "列东"));
  await input.dispatchEvent("compositionend");
  await expect(list(page)).toBeVisible();
  expect(asked).toEqual(["列东"]);
});

test("an answer that comes late is not shown, and no answer is no harm", async ({ page }) => {
  await page.goto("/");
  await ready(page, true);
  await page.route("**/api/v1/suggestions?q=l&*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await page.route("**/api/v1/suggestions?q=zz*", (route) => route.abort());
  const input = field(page);
  await input.fill("l");
  await page.waitForTimeout(100);
  await input.fill("liedong");
  const options = list(page).getByRole("option");
  await expect(options.first()).toContainText("列东");
  const shown = await options.count();
  await page.waitForTimeout(800);
  expect(await options.count()).toBe(shown);

  await input.fill("zz");
  await expect(list(page)).toBeHidden();
  await page.keyboard.press("Tab");
  await input.fill("");
  await expect(list(page)).toBeHidden();
});

test("leaving the field closes the list", async ({ page }) => {
  await page.goto("/");
  await ready(page, true);
  await field(page).fill("liedong");
  await expect(list(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(list(page)).toBeHidden();
});
