import { expect, test } from "../support/test.ts";
import { expectFieldError, fill, link, logIn, newPerson, register, send } from "../support/people.ts";

test("somebody opens an account, confirms the address, logs in and out", async ({ page, site }) => {
  const person = newPerson("林小满", "tenant");
  await register(page, site, person);
  await expect(page.getByRole("banner")).toContainText(person.name);
  await page.getByRole("banner").locator("summary").filter({ hasText: person.name }).click();
  await page.getByRole("banner").getByRole("button", { name: "退出登录" }).click();
  await page.goto("/me");
  await expect(page).toHaveURL(/\/account\/login/);
  await logIn(page, person);
});

test("an address that a stranger registered opens for its owner alone", async ({ page, site }) => {
  const owner = newPerson("林小满", "tenant");
  const stranger = { ...owner, name: "陌生人", password: "陌生人自己选定的一句话" };
  await page.goto("/account/register");
  await fill(page, { name: stranger.name, email: stranger.email, password: stranger.password, notice: "1" });
  await send(page, "注册");
  const mail = await site.mailbox.find(owner.email, /请确认您的邮箱地址/);
  await page.goto(link(mail.links, "/account/verify"));
  await fill(page, { password: owner.password });
  await send(page, "确认并登录");
  await expectFieldError(page, "password", /不是注册这个邮箱时设的密码/);
  await page.getByRole("link", { name: "用这个邮箱重新注册" }).click();
  await fill(page, { name: owner.name, email: owner.email, password: owner.password, notice: "1" });
  await send(page, "注册");
  // Any of the mailed links does, with the password that was set last.
  await page.goto(link(mail.links, "/account/verify"));
  await fill(page, { password: owner.password });
  await send(page, "确认并登录");
  await expect(page).toHaveURL("/me");
  await expect(page.getByRole("banner")).toContainText(owner.name);
});

test("an address that isn't confirmed can't log in, and gets no second letter within minutes", async ({ page, site }) => {
  const person = newPerson("罗青", "tenant");
  await page.goto("/account/register");
  await fill(page, { name: person.name, email: person.email, password: person.password, notice: "1" });
  await send(page, "注册");
  const mail = await site.mailbox.find(person.email, /请确认/);
  await page.goto("/account/login");
  await fill(page, { email: person.email, password: person.password });
  await send(page, "登录");
  await expect(page).toHaveURL("/account/login");
  await expectFieldError(page, "password", /还没有验证/);

  await page.goto(link(mail.links, "/account/verify"));
  await fill(page, { password: person.password });
  await send(page, /确认/);
  await expect(page).toHaveURL("/me");
  expect(await site.mailbox.to(person.email)).toHaveLength(1);
});

test("a forgotten password is replaced through the mailed link, once", async ({ page, site }) => {
  const person = newPerson("陈禾", "tenant");
  await register(page, site, person);
  await page.goto("/account/forgot");
  await fill(page, { email: person.email });
  await send(page, "发送链接");
  const mail = await site.mailbox.find(person.email, /设置新密码/);
  const address = link(mail.links, "/account/reset");
  const changed = { ...person, password: `${person.password} 换过了` };
  await page.goto(address);
  await fill(page, { password: changed.password });
  await send(page, "保存新密码");
  await expect(page.locator("main")).toContainText("新密码已保存");
  await site.mailbox.find(person.email, /您的密码已更改/);
  await logIn(page, changed);

  await page.goto(address);
  await fill(page, { password: "再来一次的另外一句话" });
  await send(page, "保存新密码");
  await expect(page.locator("main")).toContainText("这个链接已用过");
});

test("bad input comes back with an error at each field and with what was typed", async ({ page }) => {
  await page.goto("/account/register");
  await fill(page, { name: "林小满", email: "lin@", password: "短" });
  await send(page, "注册");
  await expect(page).toHaveURL("/account/register");
  await expectFieldError(page, "email", /邮箱/);
  await expectFieldError(page, "password", /10/);
  await expect(page.locator('[name="name"]')).toHaveValue("林小满");
  await expect(page.locator('main [name="email"]')).toHaveValue("lin@");
  await expect(page.locator('[name="password"]')).toHaveValue("");
  await expect(page.getByRole("alert")).toBeVisible();
});

test("errors are told in the visitor's language", async ({ page }) => {
  await page.goto("/account/register");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await fill(page, { name: "Lin", email: "lin@" });
  await send(page, "Create account");
  await expectFieldError(page, "email", /email/i);
});
