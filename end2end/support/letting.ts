// The first half of the main job: a house, its listing, the review, the search, the viewing.

import { expect, type Page } from "@playwright/test";
import { fill, send } from "./people.ts";

export interface Home {
  district: string;
  districtName: string;
  estate: string;
  room: string;
  title: string;
  rent: string;
  deposit: string;
}

let homes = 0;

/** A home that no other test of this worker has: same estate, another door. */
export function newHome(title: string): Home {
  homes += 1;
  return {
    district: "350404",
    districtName: "三元区",
    estate: "桂花新苑",
    room: `${1000 + homes * 10 + Math.floor(Math.random() * 10)}`,
    title: `${title} ${homes}`,
    rent: "1350",
    deposit: "1350",
  };
}

/** The landlord registers a house; ends on its page. */
export async function registerHouse(page: Page, home: Home): Promise<void> {
  await page.goto("/me/houses/new");
  await page.getByRole("link", { name: home.districtName }).click();
  await page.locator('select[name="community"]').selectOption({ index: 1 });
  await fill(page, {
    estate: home.estate,
    building: "3",
    unit: "2",
    floor: "10",
    room: home.room,
    rooms: "2",
    halls: "1",
    baths: "1",
    area: "68.5",
    title_kind: "certificate",
    title_number: `闽（2021）三元区不动产权第000${home.room}号`,
    declared_sound: "1",
    declared_right: "1",
  });
  await send(page, "登记房屋");
  await expect(page).toHaveURL(/\/me\/houses\/[0-9a-f-]{36}$/);
}

/** From the page of a house: the landlord writes its listing and sends it for review. */
export async function listHouse(page: Page, home: Home): Promise<void> {
  await page.getByRole("link", { name: "发布房源" }).click();
  await fill(page, {
    mode: "whole",
    rent: home.rent,
    deposit: home.deposit,
    title: home.title,
    description: "朝南两室，近公交站，家电齐全，可以随时看房。",
  });
  await page.locator('[name="facilities"][value="bed"]').check();
  await send(page, "保存，去核对");
  await expect(page).toHaveURL(/\/me\/listings\/[0-9a-f-]{36}$/);
  await expect(page.locator("main")).toContainText(home.title);
  await send(page, "送审");
  await expect(page.locator("main")).toContainText("已送审");
}

/** The coordinator opens the oldest waiting listing of that title, checks and publishes it. */
export async function publishListing(page: Page, home: Home): Promise<void> {
  await page.goto("/desk?queue=listings");
  await page.getByRole("link", { name: home.title }).click();
  await expect(page.locator("main")).toContainText(home.estate);
  await page.locator('[name="title"]').check();
  const duplicates = page.locator('[name="duplicates"]');
  if ((await duplicates.count()) > 0) await duplicates.check();
  await send(page, "核验通过，上架");
  await expect(page).toHaveURL(/\/desk\?queue=listings/);
}

/** The paths of the listings of that title that the public search finds. */
export async function found(page: Page, home: Home): Promise<string[]> {
  const answer = await page.request.get(`/api/v1/listings?q=${encodeURIComponent(home.title)}`);
  expect(answer.ok()).toBe(true);
  const { items } = (await answer.json()) as { items: { id: string; title: string }[] };
  return items.filter((item) => item.title === home.title).map((item) => `/listings/${item.id}`);
}

/** Anybody finds the listing through the search page and opens it. */
export async function openFromSearch(page: Page, home: Home, listing: string): Promise<void> {
  await page.goto(`/search?q=${encodeURIComponent(home.title)}`);
  await page.locator(`main a[href="${listing}"]`).first().click();
  await expect(page).toHaveURL(listing);
  await expect(page.locator("main")).toContainText(home.title);
}

/** From the page of a listing: the tenant asks for a viewing; ends on its page. */
export async function askToView(page: Page): Promise<string> {
  await page.locator("main").getByRole("link", { name: "预约看房" }).first().click();
  await fill(page, { wished: "周六下午", message: "两个人住，想住一年。" });
  await send(page, "约看房");
  await expect(page).toHaveURL(/\/me\/viewings\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** The landlord offers a time for a viewing. */
export async function offerTime(page: Page, viewing: string): Promise<void> {
  await page.goto(viewing);
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await page.locator('[name="slot1"]').fill(`${inTwoDays}T15:00`);
  await send(page, "发给对方");
  await expect(page.locator("main")).toContainText("时间已发给对方");
}

/** The tenant takes the offered time. */
export async function takeTime(page: Page, viewing: string): Promise<void> {
  await page.goto(viewing);
  await page.locator('[name="slot"]').first().check();
  await send(page, "就这个时间");
  await expect(page.locator("main")).toContainText("约好了");
}
