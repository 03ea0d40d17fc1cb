import { listHouse, newHome, registerHouse } from "../support/letting.ts";
import { expectFieldError, fill, logIn, newPerson, register, send } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a house with mistakes comes back with each of them named and everything else kept", async ({ page, site }) => {
  const landlord = newPerson("罗房东", "landlord");
  await register(page, site, landlord);
  await logIn(page, landlord);
  await page.goto("/me/houses/new?district=350404");
  await fill(page, { estate: "列东新村", building: "3", room: "502", rooms: "两间", area: "大", title_kind: "certificate" });
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator("main").getByRole("button", { name: "登记房屋" }).click();
  expect((await answer).status()).toBe(422);
  for (const name of ["community", "area", "title_number", "declared_sound", "declared_right"]) {
    await expectFieldError(page, name, /.+/);
  }
  await expect(page.locator('[name="estate"]')).toHaveValue("列东新村");
  await expect(page.locator('[name="rooms"]')).toHaveValue("两间");
  await expect(page.locator('[name="area"]')).toHaveValue("大");
  await expect(page.locator('[name="title_kind"][value="certificate"]')).toBeChecked();
  // The summary leads to the field.
  await page.getByRole("alert").getByRole("link").first().click();
  expect(new URL(page.url()).hash).toMatch(/^#f-/);
});

test("what was typed can't break out of the page", async ({ page, site }) => {
  const landlord = newPerson("赵房东", "landlord");
  await register(page, site, landlord);
  await logIn(page, landlord);
  await registerHouse(page, newHome("赵家小院"));
  await page.getByRole("link", { name: "发布房源" }).click();
  const evil = `</textarea></form><script>document.title="broken"</script><b id="out">`;
  await fill(page, { title: evil, description: evil });
  await send(page, "保存，去核对");
  await expectFieldError(page, "rent", /.+/);
  await expect(page.locator("#out")).toHaveCount(0);
  await expect(page.locator('main [name="title"]')).toHaveValue(evil);
  await expect(page.locator('main [name="description"]')).toHaveValue(evil);
});

test("somebody else's house and listing are not found", async ({ person, site }) => {
  const [owner, other] = [newPerson("孙房东", "landlord"), newPerson("吴路过", "tenant")];
  const [ownerPage, otherPage] = [await person(), await person()];
  await register(ownerPage, site, owner);
  await logIn(ownerPage, owner);
  await register(otherPage, site, other);
  await logIn(otherPage, other);
  const home = newHome("孙家小院");
  await registerHouse(ownerPage, home);
  const house = new URL(ownerPage.url()).pathname;
  await listHouse(ownerPage, home);
  const listing = new URL(ownerPage.url()).pathname;
  for (const path of [house, `${house}/listings/new`, listing, `${listing}/edit`, listing.replace("/me", ""), listing.replace("/me", "/desk")]) {
    expect((await otherPage.goto(path))?.status(), path).toBe(404);
  }
});
