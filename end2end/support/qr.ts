// Reading a QR code as a phone does: from the picture.

import type { Locator } from "@playwright/test";
import readQr from "jsqr";
import { PNG } from "pngjs";

/** The text of the QR code that an element shows. */
export async function qrText(element: Locator): Promise<string> {
  const { data, width, height } = PNG.sync.read(await element.screenshot());
  // The package's types describe its CommonJS form, where the function is the default export of the default export.
  const read = (readQr as unknown as { default?: typeof readQr }).default ?? readQr;
  const code = (read as unknown as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null)(
    new Uint8ClampedArray(data),
    width,
    height,
  );
  if (!code) throw new Error("no QR code can be read here");
  return code.data;
}
