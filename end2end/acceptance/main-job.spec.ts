import { found, newHome, askToView, listHouse, offerTime, openFromSearch, publishListing, registerHouse, takeTime } from "../support/letting.ts";
import { accept, apply, complete, confirmTerms, finalise, giveDetails, writeTerms } from "../support/matching.ts";
import { link, logIn, newPerson, register } from "../support/people.ts";
import { qrText } from "../support/qr.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

const SANYUAN = "350404";

test("a home is let and registered: landlord, tenant and coordinator, from the house to the certificate", async ({ person, site }) => {
  test.setTimeout(180_000);
  const landlord = newPerson("陈房东", "landlord");
  const tenant = newPerson("林小满", "tenant");
  const coordinator = await site.staff("李协管", "coordinator", SANYUAN);
  const home = newHome("桂花新苑朝南两室");
  const [landlordPage, tenantPage, deskPage] = [await person(), await person(), await person()];

  await test.step("the landlord registers a house and sends its listing for review", async () => {
    await register(landlordPage, site, landlord);
    await logIn(landlordPage, landlord);
    await registerHouse(landlordPage, home);
    await expectAccessible(landlordPage);
    await listHouse(landlordPage, home);
    expect(await found(landlordPage, home)).toEqual([]);
  });

  let listing = "";
  await test.step("the coordinator publishes it, and it is found at once", async () => {
    await logIn(deskPage, coordinator);
    await publishListing(deskPage, home);
    await expect.poll(() => found(deskPage, home), { timeout: 3_000 }).toHaveLength(1);
    [listing = ""] = await found(deskPage, home);
    await site.mailbox.find(landlord.email, /房源已上线/);
  });

  let viewing = "";
  await test.step("the tenant finds it and asks to view it; a time is found", async () => {
    await register(tenantPage, site, tenant);
    await logIn(tenantPage, tenant);
    await openFromSearch(tenantPage, home, listing);
    viewing = await askToView(tenantPage);
    await site.mailbox.find(landlord.email, /有人想看您的房子/);
    await offerTime(landlordPage, viewing);
    await site.mailbox.find(tenant.email, /房东给出了看房时间/);
    await takeTime(tenantPage, viewing);
    await site.mailbox.find(landlord.email, /看房时间已定/);
    await expectAccessible(tenantPage);
  });

  let match = "";
  await test.step("the tenant applies with the household, the landlord accepts", async () => {
    await openFromSearch(tenantPage, home, listing);
    match = await apply(tenantPage, "周念");
    await site.mailbox.find(landlord.email, /有人申请租住/);
    await accept(landlordPage, match, landlord.name);
    await site.mailbox.find(tenant.email, /房东接受了您的申请/);
    await giveDetails(tenantPage, match);
    await expectAccessible(tenantPage);
  });

  await test.step("both confirm the same terms", async () => {
    await writeTerms(landlordPage, match);
    await site.mailbox.find(tenant.email, /请核对租约条款/);
    const seenByLandlord = await confirmTerms(landlordPage, match);
    const seenByTenant = await confirmTerms(tenantPage, match);
    expect(seenByTenant).toBe(seenByLandlord);
    for (const side of [landlord, tenant]) await site.mailbox.find(side.email, /双方已确认条款/);
  });

  let registration = "";
  await test.step("the coordinator completes the match, once", async () => {
    await deskPage.goto("/desk?queue=matches");
    await expect(deskPage.locator("main")).toContainText(tenant.name);
    await deskPage.goto(`/desk${match}`);
    await expectAccessible(deskPage);
    registration = await complete(deskPage, match);
    await deskPage.goto(`/desk${match}`);
    await expect(deskPage.getByRole("button", { name: "办结并登记" })).toHaveCount(0);
    for (const side of [landlord, tenant]) await site.mailbox.find(side.email, /租约已办结/);
    await expect.poll(() => found(deskPage, home), { timeout: 3_000 }).toEqual([]);
  });

  await test.step("the coordinator finalises the house's and both residence registrations", async () => {
    await finalise(deskPage, registration);
    const main = deskPage.locator("main");
    await expect(main).toContainText(/F-350404-\d{4}-\d{6}/);
    await expect(main).toContainText("居住登记：林小满");
    await expect(main).toContainText("居住登记：周念");
    await expectAccessible(deskPage);
    for (const side of [landlord, tenant]) await site.mailbox.find(side.email, /登记已完成|登记.*完成/);
  });

  await test.step("anybody checks the certificate by its QR code", async () => {
    await tenantPage.goto(match);
    const certificate = await tenantPage.locator('main a[href^="/certificates/"]').first().getAttribute("href");
    await tenantPage.goto(`${certificate}/print`);
    const address = await qrText(tenantPage.locator('main svg[role="img"]').first());
    expect(address).toBe(`${site.url}${certificate}`);
    const passerBy = await person();
    await passerBy.goto(address);
    await expect(passerBy.locator("main")).toContainText("证明有效");
    await expect(passerBy.locator("main")).not.toContainText(tenant.name);
    await expectAccessible(passerBy);
    expect((await passerBy.goto(`${certificate}/print`))?.url()).toContain("/account/login");
  });

  await test.step("the home can no longer be found, opened or applied for", async () => {
    const stranger = await person();
    await stranger.goto(`/search?q=${encodeURIComponent(home.title)}`);
    await expect(stranger.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(stranger.locator(`main a[href="${listing}"]`)).toHaveCount(0);
    await stranger.goto(listing);
    await expect(stranger.getByRole("link", { name: "申请租住" })).toHaveCount(0);
  });
  const mail = await site.mailbox.find(tenant.email, /租约已办结/);
  expect(link(mail.links, "/matches/")).toContain(match);
});
