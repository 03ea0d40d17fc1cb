import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../support/test.ts";
import { expectFieldError, fill, forgetSession, link, logIn, newPerson, register, send } from "../support/people.ts";
import { listHouse, newHome, publishListing, registerHouse } from "../support/letting.ts";

test("a search is saved through the log-in, found again, changed and deleted", async ({ page, site }) => {
  const person = newPerson("林小满", "tenant");
  await register(page, site, person);
  await forgetSession(page);
  await page.goto("/search?q=%E6%A1%82%E8%8A%B1&rooms=2&rent_max=1500");
  await page.locator("main").getByRole("link", { name: /保存搜索/ }).click();
  await expect(page).toHaveURL(/\/account\/login\?next=/);
  await fill(page, { email: person.email, password: person.password });
  await send(page, "登录");
  await expect(page).toHaveURL(/\/me\/searches\/new\?/);
  await expect(page.locator('main [name="name"]')).toHaveValue("桂花 · 2室 · 1,500 元以内");
  await expectAccessible(page);

  await fill(page, { name: "", frequency: "weekly" });
  await send(page, "保存");
  await expectFieldError(page, "name", /./);
  await expect(page.locator('main [name="frequency"][value="weekly"]')).toBeChecked();
  await fill(page, { name: "上班近的两室" });
  await send(page, "保存");
  await expect(page).toHaveURL("/me/searches");
  await expect(page.locator("main")).toContainText("桂花 · 2室 · 1,500 元以内");
  await expect(page.locator("main")).toContainText("每周");
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);

  await send(page, "看结果");
  await expect(page).toHaveURL("/search?q=%E6%A1%82%E8%8A%B1&rooms=2&rent_max=1500");
  await expectNoSidewaysScrolling(page);
  await page.locator("main").getByRole("link", { name: /保存搜索/ }).click();
  await expect(page.locator('main [name="name"]')).toHaveValue("上班近的两室");
  await fill(page, { frequency: "never" });
  await send(page, "保存");
  await expect(page.locator("main")).toContainText("不发邮件");
  await page.locator("main").getByRole("link", { name: "修改" }).click();
  await send(page, "删除这个搜索");
  await expect(page.locator("main")).toContainText("还没有保存的搜索");
});

test("who is told of a new listing stops the mails without logging in, and goes on", async ({ page, person, site }) => {
  test.setTimeout(120_000);
  const [landlord, tenant] = [newPerson("周房东", "landlord"), newPerson("林小满", "tenant")];
  await register(page, site, tenant);
  await logIn(page, tenant);
  const home = newHome("安静的两室");
  await page.goto(`/me/searches/new?q=${encodeURIComponent(home.title)}`);
  await fill(page, { frequency: "at-once" });
  await send(page, "保存");

  const [landlordPage, desk, anybody] = [await person(), await person(), await person()];
  await register(landlordPage, site, landlord);
  await logIn(landlordPage, landlord);
  await registerHouse(landlordPage, home);
  await listHouse(landlordPage, home);
  const coordinator = await site.staff("吴协管", "coordinator", home.district);
  await logIn(desk, coordinator);
  await publishListing(desk, home);

  const mail = await site.mailbox.find(tenant.email, /有 1 套新房源/);
  expect(mail.text).toContain(home.title);
  await anybody.goto(link(mail.links, "/listings/"));
  await expect(anybody.locator("main")).toContainText(home.title);
  const stop = link(mail.links, "/unsubscribe/");
  await anybody.goto(stop);
  await expectAccessible(anybody);
  await send(anybody, "停止来信");
  await expect(anybody.locator("main")).toContainText("已停止来信");
  await expectAccessible(anybody);
  await page.goto("/me/searches");
  await expect(page.locator("main")).toContainText("不发邮件");
  await send(anybody, /撤销/);
  await expect(anybody.locator("main")).toContainText("已恢复来信");
  await page.goto("/me/searches");
  await expect(page.locator("main")).toContainText("马上");
});
