// The second half of the main job: application, documents, terms, completion, registration, certificates.

import { expect, type Page } from "@playwright/test";
import { fill, send } from "./people.ts";

let people = 0;

/** The number of an identity card that nobody has: right check character, an area that was never assigned. */
export function identityNumber(bornOn: string): string {
  people += 1;
  const order = `${Math.floor(Math.random() * 90) + 10}${people % 10}`;
  const body = `999901${bornOn.replaceAll("-", "")}${order}`;
  // GB 11643: the weighted sum of the digits, modulo 11, names the check character.
  const sum = [...body].reduce((sum, digit, at) => sum + Number(digit) * (2 ** (17 - at) % 11), 0);
  return body + "10X98765432"[sum % 11];
}

/** From the page of a listing: the tenant applies with a household of two; ends on the page of the match. */
export async function apply(page: Page, spouse: string): Promise<string> {
  await page.locator("main").getByRole("link", { name: "申请租住" }).first().click();
  await fill(page, { name_2: spouse, relation_2: "spouse", message: "我们在附近上班，打算长住。" });
  await send(page, "提交申请");
  await expect(page).toHaveURL(/\/matches\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** The landlord accepts and shows who they are. */
export async function accept(page: Page, match: string, name: string): Promise<void> {
  await page.goto(match);
  await send(page, "接受申请");
  await page.getByRole("link", { name: "填写身份信息" }).click();
  await fill(page, {
    name,
    document_kind: "identity-card",
    document_number: identityNumber("1968-03-12"),
    address: "福建省三明市三元区江滨路 18 号",
    phone: "13800000018",
  });
  await send(page, "保存并继续");
  await expect(page).toHaveURL(match);
}

/** The tenant gives the documents of everybody who moves in. */
export async function giveDetails(page: Page, match: string): Promise<void> {
  await page.goto(match);
  await page.getByRole("link", { name: "填写信息" }).click();
  const tomorrow = new Date(Date.now() + 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  for (const bornOn of ["1995-06-01", "1996-09-20"]) {
    await expect(page).toHaveURL(/\/details/);
    await fill(page, {
      document_kind: "identity-card",
      document_number: identityNumber(bornOn),
      phone: "13900000019",
      local: "no",
      household_address: "江西省赣州市章贡区红旗大道 1 号",
      reason: "01",
      arrives_on: tomorrow,
      stay_months: "12",
      employer: "三明市第一纺织厂",
    });
    await send(page, "保存并继续");
  }
  await expect(page).toHaveURL(match);
}

/** The landlord writes the terms as they are prefilled. */
export async function writeTerms(page: Page, match: string): Promise<void> {
  await page.goto(match);
  await page.getByRole("link", { name: "写条款" }).click();
  await fill(page, { extra: "阳台的花请帮忙浇水。" });
  await page.locator('main form button[type="submit"], main form button:not([type])').last().click();
  await expect(page).toHaveURL(`${match}/confirm`);
}

/** A side confirms the terms; the code that both sides are shown. */
export async function confirmTerms(page: Page, match: string): Promise<string> {
  await page.goto(`${match}/confirm`);
  const code = (await page.locator("main code").first().innerText()).trim();
  await page.locator('[name="agree"]').check();
  await page.locator(`form[action="${match}/confirm"] button`).click();
  await expect(page).toHaveURL(match);
  return code;
}

/** The coordinator completes the match; ends on the registration that came of it. */
export async function complete(page: Page, match: string): Promise<string> {
  await page.goto(`/desk${match}`);
  for (const seen of ["landlord_document_seen", "title_seen", "occupant_documents_seen"]) {
    await page.locator(`[name="${seen}"]`).check();
  }
  await send(page, "办结并登记");
  await expect(page).toHaveURL(/\/desk\/registrations\/[0-9a-f-]{36}\?done=completed$/);
  return new URL(page.url()).pathname;
}

/** The coordinator gives the registrations their numbers. */
export async function finalise(page: Page, registration: string): Promise<void> {
  await page.goto(registration);
  await send(page, "核对无误，生成编号");
  await expect(page.locator("main")).toContainText("编号已生成");
}
