// A running site of its own.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Mailbox } from "./mailbox.ts";
import { program, settings, xinju } from "./program.ts";

const STARTING_MS = 30_000;

export class Site {
  readonly mailbox: Mailbox;

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly end: () => Promise<void>,
  ) {
    this.mailbox = new Mailbox(join(dataDir, "mail"));
  }

  /** Serves a copy of the demo data on a free port. */
  static async start(): Promise<Site> {
    const template = process.env.XINJU_TEMPLATE;
    if (!template) throw new Error("the template is made by Playwright's global set-up");
    const dataDir = await mkdtemp(join(tmpdir(), "xinju-site-"));
    await cp(template, dataDir, { recursive: true });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = settings(dataDir, { XINJU_LISTEN: `127.0.0.1:${port}`, XINJU_BASE_URL: url, XINJU_MAIL_GATHER_S: "1" });
    const server = spawn(program(), ["serve"], { env, cwd: dataDir, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
    }
    const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
    const site = new Site(url, dataDir, async () => {
      server.kill("SIGTERM");
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    });
    for (const start = Date.now(); !(await isReady(url)); await sleep(50)) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}:\n${said}`);
      if (Date.now() - start > STARTING_MS) {
        await site.stop();
        throw new Error(`the server isn't ready:\n${said}`);
      }
    }
    return site;
  }

  /** Runs a command of the program on this site's data. */
  async command(...args: string[]): Promise<string> {
    return xinju(this.dataDir, args);
  }

  /** A new member of staff, who may log in at once. */
  async staff(name: string, role: string, area: string): Promise<{ name: string; email: string; password: string }> {
    const email = `${role}-${randomUUID().slice(0, 8)}@example.cn`;
    const said = await this.command("account", "create", "--email", email, "--name", name, "--role", role, "--area", area);
    const password = /^password: (.+)$/m.exec(said)?.[1];
    if (!password) throw new Error(`no password in: ${said}`);
    return { name, email, password };
  }

  async stop(): Promise<void> {
    await this.end();
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
