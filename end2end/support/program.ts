// The program under test, and the commands that the tests give it.

import { execFile, type ExecFileOptions } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The built program: what `cargo xtask test` names, else the debug build. */
export function program(): string {
  const path = process.env.XINJU_PROGRAM ?? fileURLToPath(new URL("../../target/debug/xinju", import.meta.url));
  if (!existsSync(path)) throw new Error(`${path} isn't built: run \`cargo xtask build\``);
  return path;
}

/** Settings of an installation in `dataDir`, free of those that the developer's shell may have. */
export function settings(dataDir: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("XINJU_"));
  return { ...Object.fromEntries(own), XINJU_DATA_DIR: dataDir, ...more };
}

/** Runs `xinju <args>` on a data folder; what it prints. */
export async function xinju(dataDir: string, args: string[], options: ExecFileOptions = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(program(), args, {
    env: settings(dataDir),
    cwd: dataDir,
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  return stdout.toString();
}
