// The desk itself: front page, search, keys, and what people decide by hand.

import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";

import { FAIR_TWICE } from "./reports.mjs";
import { Desk, EXAMPLES } from "./support.mjs";

const desk = await Desk.open({ inputs: [EXAMPLES], reports: FAIR_TWICE });
after(() => desk.close());
afterEach(async () => {
  for (const [, number] of (await desk.server.ask("/decisions")).body.matchAll(/<li id="d-(\d+)">/g)) {
    await desk.server.ask(`/decisions/${number}/undo`, { method: "POST" });
  }
});

const stories = await desk.rows("stories");
const strait = stories.find((story) => story.title.includes("Taal Strait"));
const fair = stories.find((story) => story.title.includes("seed fair"));

/** Titles of the stories that the front page shows. */
const titles = (page) => page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();

test("the front page has the stories, newest first, and is narrowed by outlet, actor, place and day", () => desk.visit({}, async (page) => {
  await page.goto("/");
  assert.deepEqual(await titles(page), [fair.title, strait.title]);
  const facts = page.getByRole("listitem").filter({ hasText: strait.title });
  await facts.getByText(/7 reports · 6 outlets · \d independent/).waitFor();
  for (const [field, value, expected] of [
    ["Outlet", "Ansel Tribune", [strait.title]],
    ["Actor", "Keld", [fair.title]],
    ["Place", "Kestrel Islands", [strait.title]],
    ["Words", "tents", [fair.title]],
    ["Since", "2025-04-01", [fair.title]],
    ["Until", "2025-04-01", [strait.title]],
    ["Actor", "nobody of that name", []],
  ]) {
    const narrow = page.getByRole("form", { name: "Narrow the list" });
    await narrow.getByLabel(field, { exact: true }).fill(value);
    await narrow.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/\?/);
    assert.equal(await narrow.getByLabel(field, { exact: true }).inputValue(), value, `${field} is kept`);
    assert.deepEqual(await titles(page), expected, `${field} ${value}`);
    await narrow.getByRole("link", { name: "All" }).click();
    await page.waitForURL(`${desk.address}/`);
  }
}));

test("what is new since the last visit is told, fact by fact, and is old in the same visit's next", () => desk.visit({}, async (page, context) => {
  await page.goto("/");
  await page.getByRole("heading", { name: "Stories" }).waitFor();
  assert.equal(await page.locator(".news").count(), 0, "a first visit has nothing new");
  const [visit] = (await context.cookies()).filter((cookie) => cookie.name === "readout-visit");
  assert.deepEqual([visit.httpOnly, visit.sameSite], [true, "Strict"]);
  // As if the last visit had been in the year before.
  await context.addCookies([{ ...visit, value: "~2020-01-01T08:00:00.000Z" }]);
  await page.goto("/");
  const news = page.getByRole("listitem").filter({ hasText: strait.title }).locator(".news");
  assert.match(await news.textContent(), /new\s+7 reports · \d+ statements · \d+ events · \d+ figures/);
  await page.reload();
  assert.equal(await news.count(), 1, "a reload is the same visit");
  await context.addCookies([{ ...visit, value: `~${new Date(Date.now() - 3_600_000 * 0.4).toISOString()}` }]);
  await page.goto("/");
  assert.equal(await news.count(), 0);
}));

test("search by key finds statement, report and actor; each opens", () => desk.visit({}, async (page) => {
  await page.goto("/help");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("Iliescu");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=Iliescu/);
  assert.equal(await page.getByRole("searchbox").inputValue(), "Iliescu");
  const part = (name) => page.locator("section.found").filter({ has: page.getByRole("heading", { name, exact: true }) });

  await part("Actors").getByRole("link", { name: "Marta Iliescu", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Marta Iliescu" }).waitFor();
  await page.goBack();

  const statement = part("Statements").getByRole("row").nth(1).getByRole("link").first();
  const words = await statement.textContent();
  await statement.click();
  await page.waitForURL(/\/story\/[^#]+#s/);
  const line = page.locator(":target");
  await line.waitFor();
  assert((await line.textContent()).includes(words.slice(0, 30)), "the statement's own line is shown");
  await page.goBack();

  const report = part("Reports").getByRole("row").nth(1).getByRole("link").first();
  const title = await report.textContent();
  await report.click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.goBack();

  await part("Statements").getByRole("link", { name: "Statements with these words" }).click();
  await page.waitForURL(/\/statements\?text=Iliescu/);
  assert((await page.getByRole("row").count()) > 1);

  await page.getByRole("searchbox").fill("zzyzx qqq");
  await page.getByRole("search").getByRole("button").click();
  await page.getByText("Nothing in the record has all of these words.").waitFor();
}));

test("two actors are merged by hand, everywhere, and parted again", () => desk.visit({}, async (page) => {
  const actors = await desk.rows("actors");
  const named = (name) => actors.find((actor) => actor.name === name);
  const [one, other] = [named("Northern League"), named("League")];
  const row = (name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  const both = async (where) => {
    await page.goto(where);
    return [await row("Northern League").count(), await row("League").count()];
  };
  assert.deepEqual(await both("/actors?text=League"), [1, 1]);
  assert.deepEqual(await both("/search?q=League"), [1, 1]);
  const before = await readings(page);

  await page.goto(`/actor/${one.id}`);
  await page.getByLabel("The same as").fill(other.id);
  await page.getByRole("button", { name: "Merge" }).click();
  await page.waitForURL(/\/actor\/a[0-9a-f]+$/);
  const merged = new URL(page.url()).pathname;
  const names = page.getByRole("complementary").getByRole("table");
  await names.getByRole("cell", { name: "League", exact: true }).waitFor();
  await names.getByRole("cell", { name: "Northern League", exact: true }).waitFor();

  assert.equal((await both("/actors?text=League")).reduce((a, b) => a + b), 1, "one row is left in the list");
  assert.equal((await both("/search?q=League")).reduce((a, b) => a + b), 1, "and in search");
  const after = await readings(page);
  assert.deepEqual(after, [merged], "marks of both names in the reports lead to the one");
  assert.equal(before.length, 2);
  // In the story, nothing leads to an actor that is no more.
  await page.goto(`/story/${strait.id}`);
  const led = await page.getByRole("main").locator("a[href^='/actor/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert(led.includes(merged), "the story names the one");
  assert(!led.some((to) => before.includes(to) && to !== merged), "and not the other");

  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Decisions by hand" }).click();
  const decision = page.getByRole("main").getByRole("listitem");
  assert.equal(await decision.count(), 1);
  assert.match(await decision.textContent(), /League.*=.*League/i);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByText("Nothing was decided by hand.").waitFor();
  assert.deepEqual(await both("/actors?text=League"), [1, 1]);
  assert.deepEqual(await readings(page), before);
}));

/** Whom the words "League" and "Northern League" lead to, in all reports. */
async function readings(page) {
  const to = new Set();
  for (const report of await desk.rows("reports")) {
    await page.goto(`/report/${report.id}`);
    const links = page.locator("a.m.actor");
    for (const [text, href] of await links.evaluateAll((all) => all.map((link) => [link.title, link.getAttribute("href")]))) {
      if (/^(Northern )?League$/.test(text)) to.add(href);
    }
  }
  return [...to].sort();
}

test("a name that several actors have is chosen from", () => desk.visit({}, async (page) => {
  const actors = await desk.rows("actors");
  const lindholm = actors.filter((actor) => actor.name === "Lindholm");
  assert(lindholm.length > 1, "the samples have a place and a body of that name");
  const other = actors.find((actor) => actor.name === "Odby");
  await page.goto(`/actor/${other.id}`);
  await page.getByLabel("The same as").fill("Lindholm");
  await page.getByRole("button", { name: "Merge" }).click();
  const choices = page.getByRole("group", { name: "Actors of this name" }).getByRole("radio");
  await choices.first().waitFor();
  const offered = await choices.evaluateAll((all) => all.map((choice) => choice.value));
  assert(lindholm.every((actor) => offered.includes(actor.id)), "both of the name are offered");
  await page.getByRole("link", { name: "Leave as they are" }).click();
  await page.getByRole("heading", { level: 1, name: "Odby" }).waitFor();
  await page.goto("/decisions");
  await page.getByText("Nothing was decided by hand.").waitFor();
}));

test("an actor is parted from itself in a story, and joined again", () => desk.visit({}, async (page) => {
  const count = async () => {
    await page.goto("/search?q=Okonedo");
    return page.getByRole("link", { name: /^Amara Okonedo$/ }).count();
  };
  assert.equal(await count(), 1);
  await page.getByRole("link", { name: "Amara Okonedo", exact: true }).click();
  const parts = page.getByRole("group", { name: "Another actor in" });
  await parts.getByRole("checkbox", { name: fair.title }).check();
  await page.getByRole("button", { name: "Split" }).click();
  await page.waitForURL(/\/actor\//);
  assert.equal(await page.getByRole("main").getByRole("heading", { level: 2 }).filter({ hasText: /Okonedo|Envoy/ }).count(), 1, "one story is left");
  assert.equal(await count(), 2);
  await page.goto("/decisions");
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByText("Nothing was decided by hand.").waitFor();
  assert.equal(await count(), 1);
}));

test("the keyboard alone: along the lines, to a source, back to the stories", () => desk.visit({}, async (page) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the page");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");

  await page.keyboard.press("j");
  assert.equal(await current(page), fair.title);
  await page.keyboard.press("j");
  assert.equal(await current(page), strait.title);
  await page.keyboard.press("j");
  assert.equal(await current(page), strait.title, "the last line is the last");
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/story/${strait.id}`);

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const line = page.locator(".current");
  assert.equal(await line.count(), 1);
  assert(await line.evaluate((element) => element === document.activeElement), "the line has the focus");
  const look = await line.evaluate((element) => getComputedStyle(element));
  assert.deepEqual([look.opacity, look.outlineStyle], ["1", "solid"], "and is seen to have it");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/report\/[^?]+\?at=\d+-\d+#at$/);
  assert((await page.locator(".m.at").count()) > 0);

  await page.keyboard.press("u");
  await page.waitForURL(`${desk.address}/`);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await dialog.waitFor();
  await page.keyboard.press("j");
  assert.equal(await page.locator(".current").count(), 0, "keys are not for what lies behind the dialog");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
}));

test("n and p go from section to section", () => desk.visit({ viewport: { width: 1280, height: 600 }, reducedMotion: "reduce" }, async (page) => {
  await page.goto(`/story/${strait.id}`);
  const top = () => page.evaluate(() => scrollY);
  const seen = [await top()];
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press("n");
    seen.push(await top());
  }
  assert(seen.every((at, index) => index === 0 || at > seen[index - 1]), `down: ${seen}`);
  const tops = await page.locator("main section").evaluateAll((all) => all.map((section) => section.getBoundingClientRect().top));
  assert(tops.some((at) => Math.abs(at) < 80), `a section begins at the top: ${tops}`);
  for (let step = 0; step < 3; step += 1) {
    const before = await top();
    await page.keyboard.press("p");
    assert((await top()) < before, "up");
  }
}));

test("keys are letters in a field, and Escape leaves it", () => desk.visit({}, async (page) => {
  await page.goto("/");
  const search = page.getByRole("searchbox");
  await search.focus();
  await page.keyboard.type("jkun?/op");
  assert.equal(await search.inputValue(), "jkun?/op");
  assert.equal(new URL(page.url()).pathname, "/");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  assert.equal(await current(page), fair.title);
  await page.keyboard.press("Control+j");
  assert.equal(await current(page), fair.title, "the browser's own keys are left to it");
}));

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const current = (page) => page.locator(".current").getByRole("heading").textContent();
