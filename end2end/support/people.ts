// What people do on the site, in steps that several tests share.

import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Site } from "./site.ts";

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** A person who has never been here. */
export function newPerson(name: string, role: string): Person {
  const mark = randomUUID().slice(0, 8);
  return { name, email: `${role}-${mark}@example.cn`, password: `桂花树下 ${mark} 的长椅` };
}

/** Fills the fields of a form by their names. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main [name="${name}"]`).first();
    const kind = await field.evaluate((element) => (element instanceof HTMLSelectElement ? "select" : (element as HTMLInputElement).type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "radio") await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await field.setChecked(value !== "");
    else await field.fill(value);
  }
}

/** Sends the form of the page by its main button, and waits for the page that answers. */
export async function send(page: Page, button: string | RegExp): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().isNavigationRequest());
  await page.locator("main").getByRole("button", { name: button }).click();
  await answer;
  await page.waitForLoadState();
}

/** Opens an account and confirms its address by the mailed link, which logs in; ends on the person's own page. */
export async function register(page: Page, site: Site, person: Person): Promise<void> {
  await page.goto("/account/register");
  await fill(page, { name: person.name, email: person.email, password: person.password, notice: "1" });
  await send(page, "注册");
  await expect(page).toHaveURL("/account/registered");
  const mail = await site.mailbox.find(person.email, /请确认您的邮箱地址/);
  await page.goto(link(mail.links, "/account/verify"));
  await fill(page, { password: person.password });
  await send(page, "确认并登录");
  await expect(page).toHaveURL("/me");
}

/** Forgets the session, as another browser would not have it. */
export async function forgetSession(page: Page): Promise<void> {
  await page.context().clearCookies({ name: "session" });
}

/** Logs in; ends on the person's own page. */
export async function logIn(page: Page, person: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/account/login");
  await fill(page, { email: person.email, password: person.password });
  await send(page, "登录");
  await expect(page).toHaveURL("/me");
}

/** The link among these that leads to a path. */
export function link(links: string[], path: string): string {
  const found = links.find((link) => new URL(link).pathname.startsWith(path));
  if (!found) throw new Error(`no link to ${path} among ${links.join(" ")}`);
  return found;
}

/** Checks that a field says what is wrong with it, right beside it, and that it is announced with the field. */
export async function expectFieldError(page: Page, name: string, text: string | RegExp): Promise<void> {
  const id = `f-${name.replace(/[^A-Za-z0-9]/g, "-")}-error`;
  await expect(page.locator(`#${id}`)).toHaveText(text);
  await expect(page.locator(`[aria-describedby~="${id}"]`).first()).toBeVisible();
}
