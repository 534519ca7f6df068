// Reports that mean harm: whatever stands in them is shown as words, and does nothing.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, test } from "node:test";

import { Desk, PATIENCE, PHONE, folder, ids, links, none } from "./support.mjs";

/** Each would set this, were it run. */
const RAN = "window.__ran=1";

/** What breaks out of text, attributes, titles, scripts and templates where it is not escaped. */
const ATTACKS = [
  `<script>${RAN}</script>`,
  `<img src=x onerror=${RAN}>`,
  `<svg onload=${RAN}>`,
  `"><script>${RAN}</script>`,
  `' onmouseover='${RAN}' x='`,
  `" autofocus onfocus="${RAN}" x="`,
  `</title></textarea></style><script>${RAN}</script>`,
  `<!--<script>${RAN}//-->`,
  `<a href="javascript:${RAN}">go</a>`,
  `<iframe srcdoc="<script>parent.${RAN}</script>"></iframe>`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  `<link rel="stylesheet" href="https://evil.example/x.css">`,
  `<style>*{display:none}</style>`,
  `<form action="https://evil.example/"><input name=q>`,
  "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
  "&lt;b&gt; &amp;amp; &#60;script&#62; %3Cscript%3E",
  "]]> --> */ </svg></math>",
];
const ONE_LINE = ATTACKS.join(" ");

/** Bytes that drive a terminal, and marks that turn the direction of writing about. */
const ACTING = "\u0000\u0007\u0008\u001b[31m\u007f\u0085\u009b\u202a\u202b\u202d\u202e\u2066\u2067\u2068";
const UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad";

const said = (who, words) => `The spokesman for the harbour, ${who}, said on Monday: "${words}" He said that 40 boats would sail.`;

const IDS = [
  `a/b?c=d#e%41&f=g`, `"quoted"`, "<b>id</b>", "../../etc/passwd", "...", "a\\b", "id with spaces", "%2e%2e%2f", "é漢字🙂", `';DROP TABLE reports;--`,
  "\u202ereversed\u0007", "+plus+", "x".repeat(400), ";semi,colon:", "~*()!'",
];

const named = [
  ["ar", "محمد الأحمد", "قال محمد الأحمد إن الميناء سيبقى مفتوحا يوم الاثنين. وأضاف أن أربعين سفينة ستبحر."],
  ["ru", "Виктор Соровский", "Виктор Соровский сказал в понедельник, что порт останется открытым."],
  ["zh", "王小明", "王小明星期一说，港口将继续开放。四十艘船将出海。"],
  ["he", "דוד לוי", "דוד לוי אמר ביום שני כי הנמל יישאר פתוח."],
  ["emoji", "Petra 🚢 Soll", "👩‍👩‍👧‍👦🏳️‍🌈🚢 ".repeat(40)],
];

const begin = (text) => [...text].slice(0, 40).join("");

const REPORTS = [
  ...ATTACKS.map((attack, number) => ({
    id: `attack-${number}`,
    url: number % 2 === 0 ? `javascript:${RAN}//${number}` : `https://news.example/${attack}`,
    outlet: `Post ${attack}`,
    byline: `By ${attack}`,
    title: `Harbour ${number} ${attack}`,
    published: "2025-05-01",
    text: `${said(`Bruno ${attack} Keld`, `We will sail ${attack} soon.`)}\n\n${attack}\n\nMayor Petra Soll denied that "${attack}" was true.`,
  })),
  ...["data:text/html,<script>1</script>", "vbscript:x", " JavaScript:alert(1)", "java\u0000script:alert(1)", "file:///etc/passwd", "//evil.example/x", "https://user:pass@news.example/"].map((url, number) => ({
    id: `url-${number}`, url, outlet: "Addresses", title: `Address ${number}`, published: "2025-05-02", text: said("Anna Ruiz", "The pier is open."),
  })),
  ...IDS.map((id, number) => ({ id, outlet: "Ids", title: `Id ${number}`, published: "2025-05-02", text: said("Anna Ruiz", `The pier number ${number} is open.`) })),
  { id: "acting", outlet: `Bell${ACTING}Tower`, byline: `${ACTING}x`, title: `Before${ACTING}after${UNSEEN}end`, published: "2025-05-03", text: `${said("Ana Ruíz", `No ${ACTING} more ${UNSEEN} words.`)}\n\nLine${ACTING}line` },
  { id: "long", url: `https://news.example/${"u".repeat(5_000)}`, outlet: "O".repeat(3_000), byline: "B".repeat(3_000), title: "T".repeat(10_000), published: "2025-05-03", text: `${said("Ana Ruíz", "w".repeat(3_000))}\n\n${"unbroken".repeat(2_000)}` },
  ...named.map(([language, name, text]) => ({ id: `name-${language}`, outlet: name, byline: name, title: `${name} · ${begin(text)}`, published: "2025-05-04", text: `${text}\n\n${said(name, begin(text))}\n\n${name} visited Odby on Tuesday.` })),
  { id: "blank", outlet: "\u200b", title: "\u200b\u200b", byline: "", url: "", text: "Nothing was said." },
];

/** A report of 5 MB; what it says stands at its beginning, in its middle and at its end. */
const BIG = 5_000_000;
function big() {
  const filler = `${"شحن".repeat(60)}\n\n`.repeat(280);
  let text = "";
  for (let part = 1; Buffer.byteLength(text) < BIG; part += 1) text += `Mayor Petra Soll said on Monday that ferry ${part} would sail.\n\n${filler}`;
  return { id: "big", outlet: "The Long Reader", title: "All of it", published: "2025-05-05", text: `${text}The end came on Tuesday, Mayor Petra Soll said.` };
}

const inputs = await folder();
after(() => inputs.remove());
const files = {
  [`a"b'c <img src=x onerror=${RAN}> & %41.txt`]: `---\ntitle: Text ${ATTACKS[3]}\noutlet: ${ATTACKS[1]}\npublished: 2025-05-06\n---\n${said("Bruno Keld", ATTACKS[0])}`,
  "page.html": `<!DOCTYPE html><html><head><title>Page &lt;script&gt;${RAN}&lt;/script&gt;</title><meta property="og:site_name" content="Site &quot;&gt;&lt;script&gt;${RAN}&lt;/script&gt;"><meta property="article:published_time" content="2025-05-06"></head>` +
    `<body><article><h1>Page &lt;script&gt;${RAN}&lt;/script&gt;</h1><p>${said("Bruno Keld", `&lt;img src=x onerror=${RAN}&gt;`)}</p><p>The ferry waited at the pier in Odby, and the harbour stayed shut for another day, the port authority said.</p></article><script>${RAN}</script></body></html>`,
  "feed.xml": `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed ${"&lt;script&gt;"}${RAN}&lt;/script&gt;</title><item><guid>feed-1"&gt;&lt;script&gt;</guid><title><![CDATA[Item <script>${RAN}</script>]]></title><link>javascript:${RAN}</link><pubDate>Tue, 06 May 2025 08:00:00 GMT</pubDate>` +
    `<content:encoded><![CDATA[<p>${said("Bruno Keld", "We sail.")}</p><script>${RAN}</script><p>&lt;script&gt;${RAN}&lt;/script&gt; he wrote, and the ferry waited at the pier in Odby for another day.</p>]]></content:encoded></item></channel></rss>`,
};
await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(inputs.path, name), text)));

const desk = await Desk.open({ inputs: [inputs.path], reports: [REPORTS, [big()]] });
after(() => desk.close());
const reports = await desk.rows("reports");

/** What is wrong with a page, or with a file of the same words. */
const harm = (page, { file } = {}) => page.evaluate((html) => {
  const shown = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
  const wrong = [];
  if (window.__ran !== undefined) wrong.push("a script ran");
  const scripts = [...shown.scripts].map((script) => script.getAttribute("src"));
  if (scripts.join() !== (shown === document ? "/assets/desk.js" : "")) wrong.push(`scripts: ${scripts}`);
  const strange = ["img", "iframe", "object", "embed", "base", "math", "textarea", "[style]"];
  if (shown === document) strange.push("style", "meta[http-equiv]");
  for (const selector of strange) {
    if (shown.querySelector(selector)) wrong.push(`has ${selector}`);
  }
  for (const element of shown.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) wrong.push(`${element.tagName} ${name}`);
      if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) {
        const to = new URL(value, location.href);
        const out = element.matches("a") && /^https?:$/.test(to.protocol) && element.rel === "noopener noreferrer nofollow";
        if (to.origin !== location.origin && !out) wrong.push(`${element.tagName} ${name}=${value.slice(0, 60)}`);
      }
    }
  }
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(shown.documentElement.outerHTML)) wrong.push("has characters that act");
  return wrong;
}, file);

test("all reports were read, as so many", () => {
  assert.equal(reports.length, REPORTS.length + Object.keys(files).length + 1);
});

test("on every page the words of reports are words", async () => {
  const queue = ["/", "/search?q=Keld", "/search?q=script", `/search?q=${encodeURIComponent(ATTACKS[0])}`, `/statements?actor=${encodeURIComponent(ATTACKS[3])}`, `/?outlet=${encodeURIComponent(ATTACKS[5])}`, "/?as-of=2025-05-03"];
  for (const report of reports) queue.push(`/report/${encodeURIComponent(report.id)}`);
  const kinds = new Map();
  await desk.visit({}, async (page) => {
    const wrong = [];
    for (const at of queue) {
      const response = await page.goto(at, { waitUntil: "domcontentloaded" });
      if (!response.ok()) wrong.push(`${at}: ${response.status()}`);
      wrong.push(...(await harm(page)).map((fault) => `${at}: ${fault}`));
      for (const link of await page.locator("a[href^='/']").evaluateAll((all) => all.map((one) => one.getAttribute("href").split("#")[0]))) {
        const kind = link.split("/")[1].split("?")[0];
        const count = kinds.get(kind) ?? 0;
        if (kind === "api" || count >= 12 || queue.includes(link)) continue;
        kinds.set(kind, count + 1);
        queue.push(link);
      }
    }
    assert(queue.length > 100, `only ${queue.length} pages`);
    none(wrong);
  });
});

test("the attack is there to be read, letter by letter", () => desk.visit({}, async (page) => {
  for (const [number, attack] of ATTACKS.entries()) {
    await page.goto(`/report/attack-${number}`);
    const shown = (locator) => locator.evaluate((element) => element.textContent.replace(/\s+/g, " "));
    assert((await shown(page.getByRole("heading", { level: 1 }))).includes(attack), `title: ${attack}`);
    assert((await shown(page.locator("header.page"))).includes(`By ${attack}`), `byline: ${attack}`);
    assert((await shown(page.getByRole("article"))).includes(`We will sail ${attack} soon.`), `text: ${attack}`);
    assert((await page.title()).includes(attack), `title of the window: ${attack}`);
    const url = page.locator("header.page").getByRole("link", { name: "news.example" });
    assert.equal(await url.count(), number % 2, "only addresses of the web are links");
  }
}));

test("any id leads to its report, and back from its story", () => desk.visit({}, async (page) => {
  for (const [number] of IDS.entries()) {
    await page.goto(`/reports?text=${encodeURIComponent(`Id ${number}`)}`);
    await page.getByRole("main").getByRole("link", { name: `Id ${number}`, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: `Id ${number}`, exact: true }).waitFor();
    await page.getByRole("link", { name: "In the story" }).first().click();
    await page.waitForURL(/\/story\//);
    await page.locator(":target").waitFor({ state: "attached" });
  }
}));

test("names and text of other scripts are whole, and run in their direction", () => desk.visit({}, async (page) => {
  for (const [language, name, text] of named) {
    await page.goto(`/report/name-${language}`);
    const first = page.getByRole("article").locator("p").first();
    assert.equal((await first.textContent()).trim(), text.trim(), language);
    const direction = await first.evaluate((element) => getComputedStyle(element).direction);
    assert.equal(direction, ["ar", "he"].includes(language) ? "rtl" : "ltr", language);
    assert((await page.locator("header.page").textContent()).includes(name));
    await page.goto(`/reports?outlet=${encodeURIComponent(name)}`);
    assert.equal(await page.getByRole("main").getByRole("row").count(), 2, `${language}: found by its outlet`);
  }
}));

test("characters that act are shown as strangers, and the rest around them", () => desk.visit({}, async (page) => {
  await page.goto("/report/acting");
  const title = await page.getByRole("heading", { level: 1 }).textContent();
  assert.match(title, /^Before\ufffd+.*after/);
  assert((await page.getByRole("article").textContent()).includes("\ufffd"));
}));

test("ten thousand letters without a space stay within a telephone", () => desk.visit({ viewport: PHONE, isMobile: true }, async (page) => {
  const [story] = await desk.rows("stories", "--outlet", "O".repeat(3_000));
  const wrong = [];
  for (const at of ["/report/long", `/story/${story.id}`, "/", "/reports?text=TTTT", "/statements?text=wwww", "/figures", "/actors", "/report/acting", "/report/name-emoji", `/report/${"x".repeat(400)}`]) {
    await page.goto(at);
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    if (wide > room) wrong.push(`${at}: ${wide} of ${room}`);
  }
  none(wrong);
}));

test("5 MB are opened in parts, each at once", () => desk.visit({}, async (page) => {
  const times = [];
  const open = async (at) => {
    const before = performance.now();
    await page.goto(at);
    await page.getByRole("heading", { level: 1, name: "All of it" }).waitFor();
    times.push(performance.now() - before);
    return (await page.content()).length;
  };
  assert(await open("/report/big") < 1_000_000, "a part is sent, not the whole");
  const parts = page.getByRole("navigation", { name: "Parts of the text" }).getByRole("link");
  const count = await parts.count();
  assert(count >= 50, `${count} parts`);
  await open(await parts.last().getAttribute("href"));
  await page.getByRole("article").getByText("The end came on Tuesday").waitFor();
  await open(await parts.nth(Math.floor(count / 2)).getAttribute("href"));
  assert((await page.locator("a.m.statement").count()) > 0, "parts in the middle are marked too");
  // The last statement's passage opens in its own part.
  const [story] = await desk.rows("stories", "--outlet", "The Long Reader");
  const { body } = await desk.server.ask(`/story/${story.id}`);
  const passages = links(body).filter((link) => link.startsWith("/report/big?at="));
  assert(passages.length > 0);
  const start = (link) => Number(link.match(/at=(\d+)/)[1]);
  const last = passages.sort((a, b) => start(a) - start(b)).at(-1);
  await open(last);
  assert((await page.locator(".m.at").allTextContents()).join("").length > 10);
  assert(times.every((time) => time < 2_000 * PATIENCE), `times: ${times.map(Math.round)}`);
}));

test("feeds and files for programs are whole with such words", async () => {
  const get = (target) => desk.server.ask(target);
  const json = await get("/api/statements?limit=200&format=json");
  assert.equal(json.status, 200);
  JSON.parse(json.body);
  for (const format of ["atom", "jsonl", "csv", "ics", "annotations", "ninjs"]) {
    const { status, headers, body } = await get(`/api/events?limit=200&format=${format}`);
    assert.equal(status, 200, format);
    assert.doesNotMatch(headers["content-type"], /html/, format);
    assert.equal(headers["x-content-type-options"], "nosniff", format);
    if (format === "atom") assert(!body.includes("<script"), "the feed has words, not elements");
    if (format === "atom") assert(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(body), "no character that XML forbids");
  }
  await desk.visit({}, async (page) => {
    await page.goto("/help");
    const { body } = await get("/api/statements?limit=200&format=atom");
    const fault = await page.evaluate((xml) => new DOMParser().parseFromString(xml, "application/xml").querySelector("parsererror")?.textContent, body);
    assert.equal(fault, undefined);
  });
});

test("the one HTML file of a story is as safe as its page", () => desk.visit({}, async (page) => {
  for (const story of await desk.rows("stories")) {
    const { status, body, headers } = await desk.server.ask(`/api/stories/${story.id}?format=html`);
    assert.equal(status, 200);
    assert(/^attachment/.test(headers["content-disposition"]), "it is kept, not opened here");
    // A page without a policy of its own, as a file has.
    await page.goto("about:blank");
    none(await harm(page, { file: body }));
    const here = new Set(ids(body));
    none(links(body).filter((link) => link.startsWith("#") && !here.has(decodeURIComponent(link.slice(1)))).slice(0, 5));
  }
}));
