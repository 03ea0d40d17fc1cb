import { defineConfig } from "@playwright/test";

// `cargo xtask test` says which Chromium; without it Playwright takes its own.
const executablePath = process.env.XINJU_CHROMIUM;

export default defineConfig({
  globalSetup: "./support/template.ts",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    actionTimeout: 15_000,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  // Every journey of a citizen works without JavaScript: what lies in `acceptance` and `routes` runs both ways.
  projects: [
    { name: "js", testMatch: ["acceptance/**/*.spec.ts", "routes/**/*.spec.ts", "islands/**/*.spec.ts"] },
    {
      name: "nojs",
      testMatch: ["acceptance/**/*.spec.ts", "routes/**/*.spec.ts"],
      use: { javaScriptEnabled: false },
    },
  ],
});
