// What the tests import: Playwright's `test` with a site of each worker's own.

import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { Site } from "./site.ts";

export { expect, type Page };

interface Fixtures {
  /** A page for one more person: a browser context of its own. */
  person: () => Promise<Page>;
}

export const test = base.extend<Fixtures, { site: Site }>({
  site: [
    async ({}, use) => {
      const site = await Site.start();
      await use(site);
      await site.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  page: async ({ page }, use) => {
    const complaints = watch(page);
    await use(page);
    expect(complaints, "errors in the browser's console").toEqual([]);
  },
  person: async ({ browser, site, contextOptions, javaScriptEnabled, viewport, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[][] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: site.url,
        javaScriptEnabled,
        viewport,
        locale,
        timezoneId,
      });
      contexts.push(context);
      const page = await context.newPage();
      complaints.push(watch(page));
      return page;
    });
    for (const context of contexts) await context.close();
    expect(complaints.flat(), "errors in the browser's console").toEqual([]);
  },
});

/** Collects what a page complains about: exceptions, and refusals of the content security policy. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  // Leaving a form with unsent changes is asked about; the tests mean it.
  page.on("dialog", (dialog) => void dialog.accept());
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A page that answers 404 or 422 on purpose is reported there as well.
    const byDesign = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !byDesign) complaints.push(message.text());
  });
  return complaints;
}

/** Waits until the islands of a page work. A page without islands, or without JavaScript, is ready as it is. */
export async function ready(page: Page, javaScriptEnabled: boolean | undefined): Promise<void> {
  if (javaScriptEnabled === false || (await page.locator("leptos-island").count()) === 0) return;
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
}

/** Checks a page against WCAG 2.2 AA, where the checker's script can run; the markup is the same without JavaScript. */
export async function expectAccessible(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html.slice(0, 300)) }));
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Checks that nothing of a page sticks out to the side. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window);
}
