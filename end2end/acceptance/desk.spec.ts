import { finalise } from "../support/matching.ts";
import { expectFieldError, fill, link, logIn, newPerson, send } from "../support/people.ts";
import { expect, expectAccessible, expectNoSidewaysScrolling, test } from "../support/test.ts";

const demo = (name: string) => ({ email: `${name}@example.cn`, password: "xinju-demo-2026" });

test("an administrator brings in a reviewer, who returns one registration and accepts the rest", async ({ person, site }) => {
  test.setTimeout(120_000);
  const reviewer = newPerson("周复核", "reviewer");
  const [adminPage, reviewerPage, coordinatorPage] = [await person(), await person(), await person()];

  await test.step("the administrator adds a police station and its reviewer", async () => {
    await logIn(adminPage, demo("admin"));
    await adminPage.goto("/desk/organisations/new");
    await fill(adminPage, { kind: "police-station", name: `列西派出所 ${reviewer.email}`, credit_code: "12345" });
    await send(adminPage, "保存");
    await expectFieldError(adminPage, "credit_code", /18/);
    await expectAccessible(adminPage);
    await fill(adminPage, { credit_code: "", area: "350404" });
    await send(adminPage, "保存");
    await expect(adminPage.locator("main")).toContainText("列西派出所");
    await adminPage.goto("/desk/staff/new");
    await fill(adminPage, { name: reviewer.name, email: reviewer.email, role: "reviewer" });
    await send(adminPage, "建立账号并发邮件");
    await expectFieldError(adminPage, "area", /./);
    await expectAccessible(adminPage);
    await fill(adminPage, { area: "350404" });
    await send(adminPage, "建立账号并发邮件");
    await expect(adminPage.locator("main")).toContainText("设置密码的邮件已发出");
    await expectAccessible(adminPage);
    // On a phone a label without a value says nothing: nothing of theirs is over yet.
    await adminPage.setViewportSize({ width: 360, height: 740 });
    await adminPage.goto("/desk/staff");
    const row = adminPage.locator("tr", { hasText: reviewer.email });
    await expect(row.locator('td[data-label="现有职责"]')).toBeVisible();
    await expect(row.locator('td[data-label="以往或未开始"]')).toBeHidden();
    await expectNoSidewaysScrolling(adminPage);
  });

  await test.step("the reviewer chooses a password and finds the desk", async () => {
    const mail = await site.mailbox.find(reviewer.email, /工作账号/);
    await reviewerPage.goto(link(mail.links, "/account/reset"));
    await fill(reviewerPage, { password: reviewer.password });
    await send(reviewerPage, "保存新密码");
    await logIn(reviewerPage, reviewer);
    await reviewerPage.setViewportSize({ width: 360, height: 740 });
    await reviewerPage.goto("/desk");
    await expectAccessible(reviewerPage);
    await expectNoSidewaysScrolling(reviewerPage);
    await reviewerPage.getByRole("link", { name: /翁墩家园3幢/ }).click();
    await expect(reviewerPage.getByRole("heading", { level: 1 })).toContainText("翁墩家园");
  });

  const registration = new URL(reviewerPage.url()).pathname;
  await test.step("one is returned with a reason, the others are accepted", async () => {
    await expectAccessible(reviewerPage);
    await expectNoSidewaysScrolling(reviewerPage);
    await fill(reviewerPage, { reason: "请核对郭子豪的证件号码" });
    await send(reviewerPage, "退回：居住登记：郭子豪");
    await expect(reviewerPage.locator("main")).toContainText("已退回，已通知协管员");
    await send(reviewerPage, /受理全部 3 份/);
    await expect(reviewerPage.locator("main")).toContainText("已受理");
    await reviewerPage.goto("/desk");
    await expect(reviewerPage.getByRole("link", { name: /翁墩家园3幢/ })).toHaveCount(0);
  });

  await test.step("the coordinator is told, finalises it again, and it is accepted", async () => {
    const mail = await site.mailbox.find(demo("coordinator").email, /退回/);
    expect(mail.text).toContain("请核对郭子豪的证件号码");
    await logIn(coordinatorPage, demo("coordinator"));
    await coordinatorPage.goto(link(mail.links, "/desk/registrations/"));
    await expect(coordinatorPage.locator("main")).toContainText("请核对郭子豪的证件号码");
    await finalise(coordinatorPage, registration);
    await reviewerPage.goto(registration);
    await send(reviewerPage, /受理全部 1 份/);
    await expect(reviewerPage.locator("main")).toContainText("已受理");
  });
});

test("a desk that isn't theirs is not there for citizens", async ({ page }) => {
  await logIn(page, demo("tenant"));
  for (const path of ["/desk", "/desk/staff", "/desk/organisations"]) expect((await page.goto(path))?.status()).toBe(404);
});
