// A data folder with the demo data, made once a run; every worker's site starts from a copy of it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { xinju } from "./program.ts";

export default async function makeTemplate() {
  const folder = await mkdtemp(join(tmpdir(), "xinju-template-"));
  await xinju(folder, ["migrate"]);
  await xinju(folder, ["seed"]);
  process.env.XINJU_TEMPLATE = folder;
  return () => rm(folder, { recursive: true, force: true });
}
