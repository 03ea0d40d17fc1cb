// What people type becomes chips that can be taken off, and a centre adds words of its own while the site runs.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, expectAccessible, test, type Page } from "../support/test.ts";

const search = (text: string) => `/search?q=${encodeURIComponent(text)}`;
const chip = (page: Page, name: string) => page.getByRole("link", { name: `去掉 ${name}` });

test("a sentence becomes filters, and a wrong reading is one click from undone", async ({ page }) => {
  await page.goto(search("想在列东附近找个两室一厅，预算三千以内，不要中介"));
  await expect(chip(page, "列东街道")).toBeVisible();
  await expect(page.getByRole("link", { name: /^去掉 / })).toHaveCount(3);
  await expectAccessible(page);
  await chip(page, "列东街道").click();
  await expect(chip(page, "列东街道")).toHaveCount(0);
  await expect(page).not.toHaveURL(/%E5%88%97%E4%B8%9C/);
  await page.goBack();
  await page.getByRole("link", { name: "按字面搜「列东」" }).click();
  await expect(page).toHaveURL(/q=.*%22%E5%88%97%E4%B8%9C%22/);
});

test("a wrong character of the same sound is seen through, and one click searches for what was typed", async ({ page }) => {
  await page.goto(search("列冬街道 两室"));
  await expect(page.getByText("没有叫「列冬街道」的地方，已按读音相同的「列东街道」查找")).toBeVisible();
  await expect(chip(page, "列东街道")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "仍按「列冬街道」查找" }).click();
  await expect(chip(page, "列东街道")).toHaveCount(0);
  await expect(page.getByText("以下已先不计：「列冬街道」")).toBeVisible();
});

test("where there is no metro, the page says what was searched for instead", async ({ page }) => {
  await page.goto(search("近地铁 两室"));
  await expect(page.getByText("本市没有地铁，已按公交站、火车站查找")).toBeVisible();
  await page.goto(search("两室"));
  await expect(page.getByText("本市没有地铁")).toHaveCount(0);
});

test("a centre's own words are understood without a restart, and a mistake in them changes nothing", async ({ page, site }) => {
  const folder = join(site.dataDir, "search");
  const file = join(folder, "synonyms.toml");
  await mkdir(folder, { recursive: true });
  await page.goto(search("小上海 两室"));
  await expect(chip(page, "列东街道")).toHaveCount(0);
  await writeFile(file, '[[place]]\nwords = ["小上海"]\nstreet = "列东街道"\n');
  const understood = async () => {
    await page.goto(search("小上海 两室"));
    return chip(page, "列东街道").count();
  };
  await expect.poll(understood, { timeout: 15_000 }).toBe(1);
  expect(await site.command("doctor").catch(String)).toContain("synonyms.toml holds 1 entries");
  await writeFile(file, '[[place]]\nwords = ["小上海"]\nstret = "列西街道"\n');
  const said = await site.command("doctor").catch((error: { stdout?: string }) => error.stdout ?? "");
  expect(said).toMatch(/fail {2}synonyms .*line \d+/);
  await page.waitForTimeout(4_000);
  expect(await understood()).toBe(1);
  await rm(file);
  await expect.poll(understood, { timeout: 15_000 }).toBe(0);
});
