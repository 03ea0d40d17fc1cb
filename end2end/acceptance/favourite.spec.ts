import { fill, forgetSession, link, logIn, newPerson, register, send } from "../support/people.ts";
import { expect, expectAccessible, expectNoSidewaysScrolling, test, type Page } from "../support/test.ts";

const DEMO_PASSWORD = "xinju-demo-2026";

/** The paths of the first listings that a search finds. */
async function listings(page: Page, count: number): Promise<string[]> {
  const answer = await page.request.get("/api/v1/listings");
  const { items } = (await answer.json()) as { items: { id: string }[] };
  expect(items.length).toBeGreaterThanOrEqual(count);
  return items.slice(0, count).map((item) => `/listings/${item.id}`);
}

/** Presses a button that is a form of its own, and waits for the page that answers. */
async function press(page: Page, button: ReturnType<Page["locator"]>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() < 300);
  await button.click();
  await answer;
  await page.waitForLoadState();
}

test("somebody keeps homes, compares them and lets one go", async ({ page, site }) => {
  const person = newPerson("林小满", "tenant");
  await register(page, site, person);
  await forgetSession(page);

  await test.step("a heart asks who has not logged in to do so, and keeps by a button afterwards", async () => {
    await page.goto("/search");
    await press(page, page.locator("main .heart").first());
    await expect(page).toHaveURL(/\/account\/login/);
    await fill(page, { email: person.email, password: person.password });
    await send(page, "登录");
    await expect(page).toHaveURL(/\/listings\/[0-9a-f-]{36}\/favourite/);
    await send(page, "收藏");
    await expect(page).toHaveURL(/\/search#home-/);
    await expect(page.locator("main .heart").first()).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("another from the results", async () => {
    await press(page, page.locator("main .heart").nth(1));
    await expect(page.locator('main .heart[aria-pressed="true"]')).toHaveCount(2);
  });

  await test.step("the list; two are ticked and stand beside each other", async () => {
    await page.goto("/me");
    await page.getByRole("link", { name: "查看收藏" }).click();
    await expect(page).toHaveURL("/me/favourites");
    await expect(page.locator("main article")).toHaveCount(2);
    await expectAccessible(page);
    for (const box of await page.locator('main input[name="id"]').all()) await box.check();
    await page.getByRole("button", { name: "比较勾选的房源" }).click();
    await expect(page).toHaveURL(/\/compare\?id=[0-9a-f-]{36}&id=[0-9a-f-]{36}$/);
    await expect(page.locator("main .compare > table > thead th")).toHaveCount(2);
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScrolling(page);
  });

  await test.step("one is let go, mails are switched off", async () => {
    await page.goto("/me/favourites");
    await press(page, page.locator("main .heart").first());
    await expect(page.locator("main article")).toHaveCount(1);
    await send(page, "不再发邮件");
    await expect(page.locator("main")).toContainText("已经停止");
    await expectNoSidewaysScrolling(page);
  });
});

test("anybody ticks homes among the results and compares them", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/search");
  const compare = page.getByRole("button", { name: "比较勾选的房源" });
  await expect(compare).toBeHidden();
  const boxes = page.getByRole("checkbox", { name: /^比较/ });
  for (const at of [0, 2]) await boxes.nth(at).check();
  await expect(compare).toBeInViewport();
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await compare.click();
  await expect(page).toHaveURL(/\/compare\?id=[0-9a-f-]{36}&id=[0-9a-f-]{36}$/);
  await expect(page.locator("main .compare > table > thead th")).toHaveCount(2);

  await page.goto("/search");
  for (let at = 0; at < 5; at += 1) await boxes.nth(at).check();
  await compare.click();
  await expect(page.locator("main .compare > table > thead th")).toHaveCount(4);
  await expect(page.locator("main")).toContainText("最多比较 4 套，下面这些没有列入");
});

test("anybody compares by an address, which says what it leaves out", async ({ page }) => {
  const ids = (await listings(page, 5)).map((path) => path.replace("/listings/", "id="));
  await page.goto(`/compare?${ids.join("&")}&id=nothing`);
  await expect(page.locator("main .compare > table > thead th")).toHaveCount(4);
  await expect(page.locator("main")).toContainText("最多比较 4 套");
  await expect(page.locator("main")).toContainText("1 处认不出的房源");
  await page.getByRole("link", { name: /^去掉/ }).first().click();
  await expect(page.locator("main .compare > table > thead th")).toHaveCount(3);
});

test("what was seen lately waits on the home page until it is forgotten", async ({ page }) => {
  const [first = "", second = ""] = await listings(page, 2);
  await page.goto(first);
  await page.goto(second);
  await page.goto("/");
  const seen = page.getByRole("list", { name: "最近看过" });
  expect(await seen.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual([second, first]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await send(page, "清除记录");
  await expect(page).toHaveURL("/");
  await expect(seen).toHaveCount(0);
});

test("a landlord confirms by a mailed link, without logging in, and another on the own page", async ({ page, person, site }) => {
  // The demo's first homes were listed long enough ago.
  const landlord = { email: "landlord@example.cn", password: DEMO_PASSWORD };
  const mail = await site.mailbox.find(landlord.email, /还在出租吗/);
  const address = link(mail.links, "/listings/");
  await page.goto(address);
  await expect(page.locator("main")).toContainText("还在出租吗");
  await expectAccessible(page);
  await send(page, "仍在出租");
  await expect(page).toHaveURL("/still-there?done=reconfirm");
  await expect(page.locator("main")).toContainText("已确认");

  // Pressed again in the mail: it says what was done, and what was made up is still nothing.
  expect((await page.goto(address))?.status()).toBe(200);
  await expect(page.locator("main")).toContainText(/已于 \d{4}-\d\d-\d\d 确认，在架到 \d{4}-\d\d-\d\d/);
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  const forged = address.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  expect((await page.goto(forged))?.status()).toBe(404);

  const own = await person();
  await logIn(own, landlord);
  const buttons = own.locator("main").getByRole("button", { name: "仍在出租" });
  await expect(buttons).toHaveCount(1);
  await press(own, buttons);
  await expect(own).toHaveURL(/\/me\/listings\//);
  await own.goto("/me");
  await expect(buttons).toHaveCount(0);
});
