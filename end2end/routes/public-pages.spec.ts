import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../support/test.ts";
import { program } from "../support/program.ts";

const PAGES = [
  "/",
  "/search",
  "/search?q=江滨",
  "/search?q=没有这样的房子",
  "/about",
  "/privacy",
  "/accessibility",
  "/account/login",
  "/account/register",
  "/account/forgot",
];
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

for (const path of PAGES) {
  for (const [name, viewport] of Object.entries(SIZES)) {
    test(`${path} on a ${name}: found, accessible, within its width`, async ({ page }) => {
      await page.setViewportSize(viewport);
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
    });
  }
}

test("the first listing of the search opens, accessible and within its width", async ({ page }) => {
  for (const viewport of Object.values(SIZES)) {
    await page.setViewportSize(viewport);
    await page.goto("/search");
    await page.locator('main a[href^="/listings/"]').first().click();
    await expect(page).toHaveURL(/\/listings\/[0-9a-f-]{36}$/);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  }
});

const UNKNOWN = "01900000-0000-7000-8000-000000000000";
for (const path of [`/listings/${UNKNOWN}`, "/listings/nonsense", `/photos/${UNKNOWN}`, "/certificates/AAAA-BBBB", "/nowhere"]) {
  test(`${path} is not found`, async ({ request }) => {
    expect((await request.get(path)).status()).toBe(404);
  });
}

test("what belongs to somebody asks who one is, or isn't there", async ({ page }) => {
  for (const path of ["/me", "/me/houses", "/desk"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/account\/login\?next=/);
  }
});

test("a release shows nobody the mails", async ({ request }) => {
  test.skip(!program().includes("/release/"), "a debug build has the page");
  expect((await request.get("/dev/mail")).status()).toBe(404);
});

test("answers carry a strict content security policy", async ({ request }) => {
  const policy = (await request.get("/")).headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).toMatch(/script-src [^;]*'nonce-[^']{16,}'/);
  expect(policy).not.toContain("unsafe-inline' 'nonce");
});

test("the package may be cached forever, pages may not", async ({ page, request }) => {
  await page.goto("/");
  const styles = await page.locator('link[rel="stylesheet"]').getAttribute("href");
  expect(styles).toMatch(/^\/pkg\/xinju\.[0-9a-f]{16}\.css$/);
  expect((await request.get(styles ?? "")).headers()["cache-control"]).toContain("immutable");
  expect((await request.get("/")).headers()["cache-control"]).not.toContain("immutable");
});
