import { expectFieldError, fill, logIn, send } from "../support/people.ts";
import { expect, expectAccessible, expectNoSidewaysScrolling, ready, test } from "../support/test.ts";

test("homes near a named place: by words, by links, by distance", async ({ page, javaScriptEnabled }) => {
  await page.goto("/search?q=离三钢3公里");
  await ready(page, javaScriptEnabled);
  await expect(page.getByRole("link", { name: "去掉 三钢 3 公里内" })).toBeVisible();
  const counted = page.locator("main h2").filter({ hasText: /^\d+ 套$/ });
  const three = parseInt(await counted.innerText(), 10);
  expect(three).toBeGreaterThan(0);
  await page.getByRole("link", { name: "距离近" }).click();
  const distances = await page.locator(".listing-distance").allInnerTexts();
  expect(distances.length).toBeGreaterThan(0);
  const metres = distances.map((text) => {
    const [, number, unit] = /^距三钢约 ([\d.]+) (米|公里)$/.exec(text) ?? [];
    return Number(number) * (unit === "米" ? 1 : 1000);
  });
  expect(metres).toEqual([...metres].sort((a, b) => a - b));

  // What stands beside a choice is what a click on it shows.
  const ten = page.locator("a.facet").filter({ hasText: "10 公里内" });
  const expected = await ten.locator(".facet-count").innerText();
  await ten.click();
  await expect(counted).toHaveText(`${expected} 套`);
  await expectAccessible(page);

  await page.getByRole("link", { name: /去掉 三钢/ }).click();
  await expect(page.locator(".listing-distance")).toHaveCount(0);

  // The same from the list of places, on a phone.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/search");
  await page.locator(".filters > summary").click();
  await page.locator(".places summary", { hasText: "车站" }).click();
  const station = page.getByRole("link", { name: /^三明站 \d+$/ });
  const around = await station.locator(".facet-count").innerText();
  await station.click();
  await expect(page.getByRole("link", { name: "去掉 三明站 2 公里内" })).toBeVisible();
  await expect(counted).toHaveText(`${around} 套`);
  await expectNoSidewaysScrolling(page);
  await page.locator('main a[href^="/listings/"]').first().click();
  await expect(page.getByRole("heading", { name: "附近" })).toBeVisible();
  await expectAccessible(page);
});

test("an administrator finds the way to the places from the header", async ({ page }) => {
  await logIn(page, { email: "admin@example.cn", password: "xinju-demo-2026" });
  await page.goto("/");
  await page.getByRole("navigation").getByRole("link", { name: "工作台" }).click();
  await expect(page).toHaveURL("/desk");
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await page.locator("main").getByRole("link", { name: "常用地点" }).click();
  await expect(page).toHaveURL("/desk/places");
  await page.getByRole("link", { name: "添加地点" }).click();
  await expect(page).toHaveURL("/desk/places/new");
});

test("staff adds a place, corrects it and takes it out of use", async ({ page, site }) => {
  const staff = await site.staff("林协管", "coordinator", "3504");
  await logIn(page, staff);
  await page.goto("/desk");
  await page.getByRole("link", { name: "常用地点" }).click();
  await page.getByRole("link", { name: "添加地点" }).click();
  const name = `青云中学${Math.floor(Math.random() * 1e6)}`;
  await fill(page, { name, kind: "school", position: "26.26" });
  await send(page, "保存");
  await expectFieldError(page, "position", /26.2635, 117.6389/);
  await expect(page.locator('[name="name"]')).toHaveValue(name);
  await fill(page, { position: "117.622, 26.2565" });
  await send(page, "保存");
  await expect(page).toHaveURL("/desk/places");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("26.256500,117.622000");

  // Searches know it within a second.
  const chip = () => page.getByRole("link", { name: `去掉 ${name} 2 公里内` });
  await expect(async () => {
    await page.goto(`/search?q=${name}附近`);
    await expect(chip()).toBeVisible({ timeout: 500 });
  }).toPass();

  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    await page.goto("/desk/places");
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  }
  await page.getByRole("link", { name }).click();
  await expectAccessible(page);
  await fill(page, { aliases: `${name}新校区` });
  await send(page, "保存");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("新校区");
  await page.getByRole("link", { name, exact: true }).click();
  await send(page, "停用");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("已停用");
  await expect(async () => {
    await page.goto(`/search?q=${name}附近`);
    await expect(chip()).toHaveCount(0, { timeout: 500 });
  }).toPass();
});
