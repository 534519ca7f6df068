// Pictures of the pages of a server that runs: node screenshots.mjs OUTDIR [ADDRESS], ADDRESS as `readout serve` prints it.

import { mkdir } from "node:fs/promises";
import path from "node:path";

import { PHONE, WIDE, launch } from "./support.mjs";

const [out, address = "http://127.0.0.1:8080"] = process.argv.slice(2);
if (!out) {
  console.error("node screenshots.mjs OUTDIR [ADDRESS]");
  process.exit(2);
}
await mkdir(out, { recursive: true });
const browser = await launch();

const SCREENS = {
  light: { viewport: WIDE },
  dark: { viewport: WIDE, colorScheme: "dark" },
  phone: { viewport: PHONE, isMobile: true },
};

try {
  for (const [screen, options] of Object.entries(SCREENS)) {
    const context = await browser.newContext({ baseURL: address, ...options });
    const page = await context.newPage();
    const first = async (selector) => page.locator(selector).first().getAttribute("href");
    const take = async (name, at, { fullPage = true } = {}) => {
      if (at) await page.goto(at);
      const file = path.join(out, `${name}-${screen}.png`);
      await page.screenshot({ path: file, fullPage });
      console.log(file);
    };
    await take("front", "/");
    const story = await first(".story-list h2 a");
    await page.goto(story);
    const passage = await first("#statements .marks a");
    const actor = await first("#statements h3 a[href^='/actor/']");
    await take("story");
    await take("story-top", story, { fullPage: false });
    for (const section of ["timeline", "differences", "positions", "sources"]) {
      if (await page.locator(`#${section}`).count() > 0) {
        await take(`story-${section}`, `${story}#${section}`, { fullPage: false });
      }
    }
    await take("differences", "/differences");
    if (passage) await take("report", passage, { fullPage: false });
    if (passage) await take("report-whole", passage.split("?")[0]);
    if (actor) await take("actor", actor);
    await take("search", "/search?q=peace", { fullPage: false });
    await take("statements", "/statements", { fullPage: false });
    await take("help", "/help");
    await context.close();
  }
} finally {
  await browser.close();
}
