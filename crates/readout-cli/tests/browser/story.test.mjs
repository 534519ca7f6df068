// A story: from its lines to their words, its sides, days and drawings.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, test } from "node:test";

import { Desk, EXAMPLES, PATIENCE, PHONE, WIDE, median, none, readout } from "./support.mjs";

const desk = await Desk.open({ inputs: [EXAMPLES] });
after(() => desk.close());
const [story] = await desk.rows("stories");
const address = `/story/${story.id}`;

const section = (page, name) => page.getByRole("region", { name, exact: true });

test("a statement's mark leads to its words, highlighted; back and reload keep the place", () => desk.visit({}, async (page) => {
  await page.goto("/");
  await page.getByRole("link", { name: story.title }).click();
  const line = section(page, "Who said what").getByRole("listitem").filter({ hasText: "We are closer to an agreement" });
  await line.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  assert(before > 500, "the line is down the page");
  await line.getByRole("link", { name: "The Harbour Post" }).first().click();
  await page.waitForURL(/\/report\/[^?]+\?at=\d+-\d+#at$/);
  await page.getByRole("heading", { level: 1, name: story.title }).waitFor();
  const lit = page.locator(".m.at").first();
  assert((await page.locator(".m.at").allTextContents()).join("").includes("We are closer to an agreement than at any time since October."));
  const here = async () => {
    const box = await lit.boundingBox();
    return box.y >= 0 && box.y + box.height <= WIDE.height;
  };
  assert(await here(), "the words are in view");
  const [own, around] = await lit.evaluate((element) => [element, element.closest("p")].map((one) => getComputedStyle(one).backgroundColor));
  assert.notEqual(own, around, "the words have a ground of their own");
  await page.reload();
  assert(await here(), "and after a reload");
  await page.goBack();
  await page.waitForURL(`**${address}`);
  await page.waitForFunction((at) => Math.abs(scrollY - at) < 50, before);
}));

test("every line of the story leads to just its words", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const { seen, wrong } = await page.evaluate(async () => {
    const flat = (text) => text.replace(/\s+/g, " ").trim();
    const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    const wrong = [];
    let seen = 0;
    for (const said of document.querySelectorAll("section:not(.actors) .said")) {
      const link = said.querySelector(".marks a");
      if (!link) continue;
      const words = said.cloneNode(true);
      words.querySelectorAll(".marks, .context").forEach((other) => other.remove());
      const answer = await fetch(link.getAttribute("href"));
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      const lit = flat([...shown.querySelectorAll(".text > p")].map((p) => [...p.querySelectorAll(".m.at")].map((m) => m.textContent).join("")).join(" "));
      const pieces = flat(words.textContent).split("…").map(letters).filter(Boolean);
      const missing = pieces.filter((piece) => !letters(lit).includes(piece));
      seen += 1;
      if (missing.length > 0 || lit === "") wrong.push(`${link.getAttribute("href")}: “${missing}” is not in “${lit}”`);
    }
    return { seen, wrong };
  });
  assert(seen > 60, `${seen} lines`);
  none(wrong);
}));

test("the sides of a difference stand next to each other, on a telephone one under the other", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const places = () => section(page, "Where they differ").locator(".difference").evaluateAll((all) => all.map((one) =>
    [...one.querySelectorAll(".side")].map((side) => {
      const { top, left, right, width, height } = side.getBoundingClientRect();
      return { top, left, right, width, height };
    })));
  const wide = await places();
  assert(wide.length >= 3);
  for (const [one, other, ...more] of wide) {
    assert.equal(more.length, 0);
    assert.equal(one.top, other.top);
    assert(other.left >= one.right, "the other stands to the right");
    assert(Math.abs(one.width - other.width) < 2, "both have the same room");
  }
  await page.setViewportSize(PHONE);
  for (const [one, other] of await places()) {
    assert.equal(one.left, other.left);
    assert(other.top >= one.top + one.height, "the other stands below");
    assert(one.right <= PHONE.width);
  }
  for (const side of await section(page, "Where they differ").locator(".side").all()) {
    const cite = side.locator(".cite").getByRole("link").first();
    assert.match(await cite.getAttribute("href"), /^\/report\/[^?]+\?at=\d+-\d+#at$/);
    assert.match(await cite.textContent(), /[A-Z]\w+/, "the outlet is named");
    assert((await side.locator("blockquote p").first().textContent()).length > 3);
  }
  const [quoted] = await section(page, "Where they differ").locator(".side blockquote .strong").allTextContents();
  await section(page, "Where they differ").locator(".side").first().locator(".cite").getByRole("link").first().click();
  await page.waitForURL(/#at$/);
  const lit = (await page.locator(".m.at").allTextContents()).join("");
  assert(quoted === undefined || lit.replace(/\s+/g, " ").includes(quoted.trim()), `${quoted}: ${lit}`);
}));

test("the story is replayed to its first day, and comes back to the latest", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const counts = async () => Object.fromEntries(await page.getByRole("navigation", { name: "Sections" }).getByRole("link").evaluateAll((all) =>
    all.map((link) => [link.getAttribute("href"), Number(link.querySelector(".count").textContent)])));
  const latest = await counts();
  const days = page.getByRole("navigation", { name: "As of" });
  assert.equal(await days.locator("[aria-current]").textContent(), "Latest");
  await days.getByRole("link", { name: "Tue 11 Mar 2025" }).click();
  await page.waitForURL(/as-of=2025-03-11/);
  await page.getByRole("note").getByText("Tue 11 Mar 2025").waitFor();
  assert.equal(await days.locator("[aria-current]").textContent(), "Tue 11 Mar 2025");
  assert((await days.getByRole("link").count()) >= 4, "the later days are still there to go to");
  await page.getByText(/^1 report · 1 outlet/).waitFor();
  const first = await counts();
  assert(first["#statements"] < latest["#statements"] && first["#sources"] === 1);
  assert.equal(first["#differences"], undefined, "one report differs from none");
  await days.getByRole("link", { name: "Wed 12 Mar 2025" }).click();
  await page.waitForURL(/as-of=2025-03-12/);
  const second = await counts();
  assert(second["#sources"] > 1 && second["#sources"] < latest["#sources"]);
  // Every page asked from here is of that day.
  await page.getByRole("navigation", { name: "Lists" }).getByRole("link", { name: "Reports" }).click();
  await page.getByRole("note").getByText("Wed 12 Mar 2025").waitFor();
  assert.equal((await page.getByRole("row").count()) - 1, second["#sources"]);
  await page.goBack();
  await page.getByRole("note").getByRole("link", { name: "Latest" }).click();
  await page.waitForURL(`**${address}`);
  assert.equal(await page.getByRole("note").count(), 0);
  assert.deepEqual(await counts(), latest);
}));

test("any page is asked as of a day, and keeps what else was asked", () => desk.visit({}, async (page) => {
  const asOf = async (day) => {
    await page.getByLabel("As of", { exact: true }).fill(day);
    await page.getByRole("button", { name: "Go" }).click();
    await page.waitForURL(new RegExp(`as-of=${day}`));
  };
  await page.goto("/statements?actor=Okonedo");
  const rows = await page.getByRole("row").count();
  await asOf("2025-03-11");
  assert.equal(new URL(page.url()).searchParams.get("actor"), "Okonedo");
  const then = await page.getByRole("row").count();
  assert(then > 1 && then < rows, `${then} of ${rows}`);
  await page.goto("/search?q=Reyl");
  await asOf("2025-03-12");
  assert.equal(await page.getByRole("searchbox").inputValue(), "Reyl");
  await page.goto("/");
  await asOf("2025-03-10");
  await page.getByText("The record is empty").or(page.getByText("No story")).waitFor();
}));

test("who said what is put together by actor, by day and by kind", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const said = section(page, "Who said what");
  const choices = said.getByRole("list", { name: "Put together" });
  const headings = () => said.getByRole("heading", { level: 3 }).allTextContents();
  assert.match(await choices.locator("[aria-current]").textContent(), /actor/);
  const byActor = await headings();
  await choices.getByRole("link", { name: /day/ }).click();
  await page.waitForURL(/by=day/);
  const byDay = await headings();
  assert(byDay.every((heading) => /\d|day not given/.test(heading)), byDay.join());
  await choices.getByRole("link", { name: /kind/ }).click();
  await page.waitForURL(/by=kind/);
  assert.notDeepEqual(await headings(), byDay);
  assert.match(await choices.locator("[aria-current]").textContent(), /kind/);
  await page.goBack();
  await page.goBack();
  assert.deepEqual(await headings(), byActor);
}));

test("days are clicked, and dragged over, in either direction", () => desk.visit({}, async (page) => {
  const middle = async (day) => {
    const box = await page.locator(`svg[data-days] [data-day="${day}"]`).first().boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const drag = async (from, to) => {
    await page.goto(address);
    await page.locator("svg[data-days]").scrollIntoViewIfNeeded();
    await page.mouse.move(...await middle(from));
    await page.mouse.down();
    await page.mouse.move(...await middle("2025-03-12"), { steps: 3 });
    assert((await page.locator("svg[data-days] .chosen").count()) > 0, "what is chosen is shown meanwhile");
    await page.mouse.move(...await middle(to), { steps: 3 });
    await page.mouse.up();
  };
  for (const [from, to] of [["2025-03-11", "2025-03-13"], ["2025-03-13", "2025-03-11"]]) {
    await drag(from, to);
    await page.waitForURL(/from=2025-03-11&to=2025-03-13#timeline$/);
    await page.getByText("Only 11–13 Mar 2025").waitFor();
  }
  const days = await section(page, "Timeline").getByRole("heading", { level: 3 }).allTextContents();
  assert(days.length > 0 && days.every((day) => /1[1-3].* Mar 2025/.test(day)), days.join());
  await page.getByRole("link", { name: "all days" }).click();
  await page.waitForURL(`**${address}`);
  await page.locator("svg[data-days]").scrollIntoViewIfNeeded();
  await page.mouse.click(...await middle("2025-03-12"));
  await page.waitForURL(/from=2025-03-12&to=2025-03-12/);
  await page.getByText("Only Wed 12 Mar 2025").waitFor();
}));

test("a cell of the positions opens its statements", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const cells = section(page, "Positions").getByRole("cell").getByRole("link");
  assert((await cells.count()) > 3);
  const to = await cells.first().getAttribute("href");
  await cells.first().click();
  await page.waitForURL((url) => url.href.endsWith(to));
  const target = page.locator(":target");
  assert((await target.getByRole("listitem").count()) > 0, "statements stand there");
  assert.match(await target.locator(".marks a").first().getAttribute("href"), /\?at=\d+-\d+#at$/);
}));

test("the drawing of sources names who repeats whom, and shows the passages", () => desk.visit({}, async (page) => {
  await page.goto(address);
  const drawing = page.getByRole("group", { name: /whom they repeat/ });
  const edges = drawing.getByRole("link", { name: /repeats/ });
  assert((await edges.count()) > 0);
  const to = await edges.first().getAttribute("href");
  await page.goto(`${address}${to.slice(to.indexOf("#"))}`);
  const target = page.locator(":target");
  await target.waitFor();
  assert((await target.getByRole("link").first().getAttribute("href")).startsWith("/report/"));
  const reports = drawing.getByRole("link").filter({ hasNotText: /repeats/ });
  assert((await reports.count()) >= 7, "all reports are drawn");
}));

test("the page is small, and shown at once", async () => {
  const firsts = [];
  for (let visit = 0; visit < 5; visit += 1) {
    await desk.visit({}, async (page) => {
      let bytes = 0;
      page.on("requestfinished", async (request) => {
        const sizes = await request.sizes();
        bytes += sizes.responseBodySize + sizes.responseHeadersSize;
      });
      await page.goto(address, { waitUntil: "networkidle" });
      firsts.push(await page.evaluate(() => new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName("first-contentful-paint");
          if (paint) resolve(paint.startTime);
        }).observe({ type: "paint", buffered: true });
      })));
      assert(bytes > 10_000 && bytes < 200_000, `${bytes} bytes`);
    });
  }
  assert(median(firsts) < 300 * PATIENCE, `first paint after ${firsts.map(Math.round)} ms`);
});

test("the story in one file needs nothing else", async () => {
  const file = path.join(desk.folder.path, "story.html");
  await writeFile(file, await readout("brief", "--record", desk.record, story.id, "--format", "html"));
  const context = await desk.browser.newContext({ viewport: WIDE });
  try {
    const asked = [];
    context.on("request", (request) => asked.push(request.url()));
    const said = [];
    context.on("console", (message) => said.push(message.text()));
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.getByRole("heading", { level: 1, name: story.title }).waitFor();
    const line = section(page, "Who said what").getByRole("listitem").filter({ hasText: "too early to speak of a date" }).first();
    await line.locator(".marks a").first().click();
    assert((await page.locator(":target").textContent()).includes("too early to speak of a date"), "its words are highlighted in the report beside");
    assert(await page.locator(":target").isVisible());
    const broken = await page.locator("a[href^='#']").evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")).filter((to) => !document.getElementById(decodeURIComponent(to.slice(1)))));
    none(broken);
    assert.deepEqual(asked.map((url) => url.split("#")[0]), [pathToFileURL(file).href], "nothing else is asked for");
    none(said);
  } finally {
    await context.close();
  }
});

test("words of a line and marks of a text take no room of their own", () => desk.visit({}, async (page) => {
  const strange = (selector) => page.locator(selector).evaluateAll((all) => all.filter((element) => {
    const look = getComputedStyle(element);
    return look.position !== "static" || look.display !== "inline" || [look.paddingLeft, look.paddingBottom, look.borderLeftWidth, look.borderTopWidth].some((width) => width !== "0px");
  }).map((element) => element.outerHTML.slice(0, 100)));
  await page.goto(address);
  assert((await page.locator(".label > span").count()) > 10);
  none(await strange(".label > span"));
  await page.locator("#statements .marks a").first().click();
  await page.waitForURL(/#at$/);
  assert((await page.locator(".text .m").count()) > 10);
  none(await strange(".text .m, .legend .m"));
}));
