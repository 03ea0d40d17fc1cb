// The mails that the site has sent: files in its data folder, as no mail server is set.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime from "postal-mime";

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  /** The addresses in its text. */
  links: string[];
}

export class Mailbox {
  private readonly read = new Map<string, Mail>();

  constructor(private readonly folder: string) {}

  /** Every mail to an address, oldest first. */
  async to(address: string): Promise<Mail[]> {
    for (const name of await this.names()) {
      if (!this.read.has(name)) this.read.set(name, await parse(join(this.folder, name)));
    }
    return [...this.read.values()].filter((mail) => mail.to.includes(address));
  }

  /** Waits for a mail to an address whose subject matches. */
  async find(address: string, subject: RegExp, withinMs = 15_000): Promise<Mail> {
    for (const start = Date.now(); Date.now() - start < withinMs; await sleep(100)) {
      const found = (await this.to(address)).findLast((mail) => subject.test(mail.subject));
      if (found) return found;
    }
    const subjects = (await this.to(address)).map((mail) => mail.subject);
    throw new Error(`no mail to ${address} matches ${subject}; there are: ${subjects.join(" | ") || "none"}`);
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith(".eml")).sort();
    } catch {
      return []; // The folder comes with the first mail.
    }
  }
}

async function parse(path: string): Promise<Mail> {
  const mail = await PostalMime.parse(await readFile(path));
  const text = mail.text ?? "";
  return {
    to: (mail.to ?? []).flatMap((to) => (to.address ? [to.address] : [])),
    subject: mail.subject ?? "",
    text,
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}
