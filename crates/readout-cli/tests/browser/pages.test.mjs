// What holds of every page: no complaint, no broken link, room on a telephone, good for screen readers, without scripts and on paper.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import axe from "axe-core";

import { FAIR_TWICE } from "./reports.mjs";
import { Desk, EXAMPLES, PHONE, WIDE, ids, links, none } from "./support.mjs";

const desk = await Desk.open({ inputs: [EXAMPLES], reports: FAIR_TWICE });
after(() => desk.close());

const stories = await desk.rows("stories");
const reports = await desk.rows("reports");
const strait = stories.find((story) => story.title.includes("Taal Strait"));
const actors = await desk.rows("actors");
const actor = actors.find((one) => one.name === "Amara Okonedo");
// A decision, so that its page has one.
const [league, other] = ["Northern League", "League"].map((name) => actors.find((one) => one.name === name));
await desk.server.ask(`/actor/${league.id}/merge`, { method: "POST", body: `other=${other.id}` });

/** A page of every kind, by name. */
const PAGES = Object.entries({
  front: "/",
  "front, narrowed to nothing": "/?actor=nobody",
  "front of a past day": "/?as-of=2025-03-12",
  story: `/story/${strait.id}`,
  "story by day": `/story/${strait.id}?by=day`,
  "story by kind": `/story/${strait.id}?by=kind`,
  "days of a story": `/story/${strait.id}?from=2025-03-12&to=2025-03-13`,
  "story of a past day": `/story/${strait.id}?as-of=2025-03-11`,
  report: `/report/${reports.find((report) => report.story === strait.id).id}`,
  passage: `/report/${reports.find((report) => report.story === strait.id).id}?at=10-90#at`,
  revisions: "/report/harbour-weekly-17/revisions",
  actor: `/actor/${actor.id}`,
  "actor on an issue": `/actor/${actor.id}?text=talks`,
  actors: "/actors",
  timeline: "/timeline",
  statements: "/statements",
  "statements, narrowed": "/statements?actor=Halvorsen&outlet=Lindholm+Daily",
  differences: "/differences",
  positions: "/positions",
  events: "/events",
  figures: "/figures",
  documents: "/documents",
  reports: "/reports",
  search: "/search?q=Okonedo",
  "search for nothing": "/search?q=zzyzx",
  "empty search": "/search",
  decisions: "/decisions",
  help: "/help",
  "for programs": "/api",
});

/** One of each look: the lists look alike, and so do the views of a story. */
const ALIKE = ["timeline", "differences", "positions", "events", "figures", "documents", "reports", "story by day", "story by kind", "days of a story"];
const LOOKS = PAGES.filter(([name]) => !ALIKE.includes(name));

/** Opens every page, one after the other; what is wrong with each, named. */
async function everyPage(options, check, pages = PAGES) {
  await desk.visit(options, async (page) => {
    const wrong = [];
    for (const [name, address] of pages) {
      const response = await page.goto(address);
      if (!response.ok()) wrong.push(`${name}: ${response.status()}`);
      else wrong.push(...(await check(page)).map((fault) => `${name} (${address}): ${fault}`));
    }
    none(wrong);
  });
}

test("every link inside leads to a page, and to a place on it that exists", async () => {
  const MOST = 3000;
  const known = new Map();
  const wanted = new Map();
  const queue = ["/"];
  const wrong = [];
  for (const at of queue) {
    const { status, headers, body } = await desk.server.ask(at);
    known.set(at, new Set());
    if (status >= 400) wrong.push(`${at}: ${status}`);
    if (!headers["content-type"]?.startsWith("text/html")) continue;
    const here = ids(body);
    known.set(at, new Set(here));
    const twice = here.filter((id, index) => here.indexOf(id) !== index);
    if (twice.length > 0) wrong.push(`${at}: ids twice: ${twice}`);
    for (const link of links(body)) {
      const to = new URL(link, desk.address + at);
      if (to.origin !== desk.address) {
        if (!/^https?:$/.test(to.protocol)) wrong.push(`${at}: ${link}`);
        continue;
      }
      const target = to.pathname + to.search;
      if (to.hash) wanted.set(`${target}${to.hash}`, at);
      if (!known.has(target) && queue.length < MOST) {
        known.set(target, null);
        queue.push(target);
      }
    }
  }
  for (const [to, from] of wanted) {
    const [target, place] = to.split("#");
    const there = known.get(target);
    if (there && !there.has(decodeURIComponent(place))) wrong.push(`${from}: ${to} is not there`);
  }
  assert(queue.length > 100, `only ${queue.length} pages were found`);
  assert(wanted.size > 100, `only ${wanted.size} places were found`);
  none(wrong);
});

test("no page complains, asks elsewhere or opens a dialog", async () => {
  const MOST = 150;
  const OF_A_KIND = 12;
  const kinds = new Map();
  const queue = ["/"];
  await desk.visit({}, async (page) => {
    for (const at of queue) {
      await page.goto(at);
      const found = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      for (const link of found) {
        const to = new URL(link, page.url());
        const target = to.pathname + to.search;
        // Other forms are files to keep, not pages.
        if (to.origin !== desk.address || to.pathname.startsWith("/api/") || queue.includes(target)) continue;
        const kind = `${to.pathname.split("/")[1]} ${[...to.searchParams.keys()]}`;
        const count = kinds.get(kind) ?? 0;
        if (count >= OF_A_KIND || queue.length >= MOST) continue;
        kinds.set(kind, count + 1);
        queue.push(target);
      }
    }
  });
  assert(queue.length > 60, `only ${queue.length} pages were opened`);
});

test("at a desk, nothing of a list lies beyond the edge", () => everyPage({}, (page) => page.evaluate(() => {
  const out = [...document.querySelectorAll("main :is(.wide, .rows th, .rows td)")].filter((element) => element.scrollWidth > element.clientWidth);
  return out.slice(0, 3).map((element) => `${element.outerHTML.slice(0, 80)}: ${element.scrollWidth} in ${element.clientWidth}`);
})));

for (const width of [360, 390]) {
  test(`a telephone ${width} wide: nothing sticks out, and what is touched is large enough`, () => everyPage(
    { viewport: { ...PHONE, width }, isMobile: true, hasTouch: true },
    (page) => page.evaluate(() => {
      const wrong = [];
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth > room || innerWidth > screen.width) {
        const out = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > room + 1);
        wrong.push(`${document.documentElement.scrollWidth} wide: ${out.slice(-2).map((element) => element.outerHTML.slice(0, 80))}`);
      }
      // WCAG 2.2, 2.5.8: 24 by 24, but for links within lines of words.
      for (const element of document.querySelectorAll("button, input:not([type=hidden]), select, summary, nav a")) {
        const { width: wide, height: high } = element.getBoundingClientRect();
        const inLabel = element.closest("label")?.getBoundingClientRect().height >= 24;
        if (wide > 0 && !inLabel && (wide < 24 || high < 24)) {
          // Small ones may stand apart from each other instead.
          const near = [...document.querySelectorAll("button, input:not([type=hidden]), a[href]")].filter((one) => {
            const [a, b] = [element.getBoundingClientRect(), one.getBoundingClientRect()];
            const x = Math.abs((a.left + a.right) / 2 - (b.left + b.right) / 2);
            const y = Math.abs((a.top + a.bottom) / 2 - (b.top + b.bottom) / 2);
            return one !== element && b.width > 0 && Math.hypot(x, y) < 24;
          });
          if (near.length > 0) wrong.push(`${Math.round(wide)}x${Math.round(high)}: ${element.outerHTML.slice(0, 100)}`);
        }
      }
      return wrong.slice(0, 5);
    }),
  ));
}

for (const colorScheme of ["light", "dark"]) {
  for (const [screen, viewport] of Object.entries({ desk: WIDE, telephone: PHONE })) {
    test(`axe-core finds nothing serious, ${colorScheme}, on a ${screen}`, () => everyPage({ colorScheme, viewport }, async (page) => {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
      return serious.flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.target} ${node.html.slice(0, 120)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`));
    }, colorScheme === "light" && screen === "desk" ? PAGES : LOOKS));
  }
}

test("headings go down one step at a time, and each page has one first and a title of its own", () => everyPage({}, async (page) => {
  const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((all) =>
    all.filter((heading) => heading.offsetParent !== null).map((heading) => Number(heading.tagName[1])));
  const wrong = [];
  if (levels.filter((level) => level === 1).length !== 1) wrong.push(`headings of the first level: ${levels}`);
  if (levels.some((level, index) => level > (levels[index - 1] ?? 0) + 1)) wrong.push(`steps left out: ${levels}`);
  if (!/\S.* · Readout$/.test(await page.title())) wrong.push(`title: ${await page.title()}`);
  return wrong;
}));

test("everything that can be done can be reached with Tab, and is seen to have the focus", () => desk.visit({}, async (page) => {
  for (const address of ["/", `/actor/${actor.id}`, "/search?q=Okonedo"]) {
    await page.goto(address);
    const all = await page.locator("a[href], button, input:not([type=hidden])").evaluateAll((elements) =>
      elements.filter((element) => element.checkVisibility() && !element.closest("dialog")).length);
    const reached = new Map();
    const seen = new Set();
    // A date has a stop for day, month, year and its calendar.
    for (let step = 0; step < all + 30; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const order = [...document.querySelectorAll("*")].indexOf(element);
        const counts = element.matches("a[href], button, input");
        return { order, counts, seen: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1, html: element.outerHTML.slice(0, 90) };
      });
      if (at?.counts) reached.set(at.order, at.html);
      if (at?.seen) seen.add(at.order);
    }
    assert.equal(reached.size, all, address);
    none([...reached].filter(([order]) => !seen.has(order)).map(([, html]) => `${address}: ${html}`));
  }
}));

test("on paper: the words alone", () => desk.visit({}, async (page) => {
  for (const [name, address] of PAGES.filter(([name]) => ["front", "story", "report", "actor", "statements", "differences"].includes(name))) {
    await page.goto(address);
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => {
      const visible = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80));
      return { extra: visible("header.top, footer.bottom, .skip, dialog, form, nav"), main: document.querySelector("main").innerText.length };
    });
    assert.deepEqual(shown.extra, [], `${name}: no control is printed`);
    assert(shown.main > 100, `${name}: ${shown.main} characters`);
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert(pages >= 1 && pages < 40, `${name}: ${pages} pages`);
    assert(pdf.length > 8_000, `${name}: ${pdf.length} bytes`);
    await page.emulateMedia({ media: null });
  }
}));

test("without scripts everything can be read, searched and decided", () => desk.visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto("/");
  await page.getByRole("link", { name: strait.title }).click();
  await page.getByRole("heading", { level: 1, name: strait.title }).waitFor();
  await page.getByRole("main").locator("a[href^='/report/'][href*='?at=']").first().click();
  await page.waitForURL(/#at$/);
  await page.locator("#at").waitFor({ state: "attached" });
  assert((await page.locator(".m.at").allTextContents()).join("").length > 0);
  await page.getByRole("searchbox").fill("Iliescu");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("link", { name: "Marta Iliescu", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Marta Iliescu" }).waitFor();
  await page.getByLabel("As of").fill("2025-03-12");
  await page.getByRole("button", { name: "Go" }).click();
  await page.getByRole("note").getByText("Wed 12 Mar 2025").waitFor();
  await page.getByRole("note").getByRole("link", { name: "Latest" }).click();
  await page.getByLabel("The same as").fill("Daria Lenko");
  await page.getByRole("button", { name: "Merge" }).click();
  await page.goto("/decisions");
  await page.getByText(/iliescu/i).waitFor();
  await page.getByRole("button", { name: "Take back" }).first().click();
  await page.goto("/help");
  await page.getByRole("heading", { name: "Keys" }).first().waitFor();
}));

test("nothing moves for those who do not want it", () => desk.visit({ reducedMotion: "reduce" }, async (page) => {
  await page.goto("/");
  const moving = await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
  assert.equal(moving, "auto");
  const others = await page.locator("*").evaluateAll((all) => all.filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== "none" || !/^0s(, 0s)*$/.test(transitionDuration);
  }).length);
  assert.equal(others, 0);
}));
