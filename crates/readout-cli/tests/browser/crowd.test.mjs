// Ten thousand actors.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Desk, PATIENCE, median, none } from "./support.mjs";

const FIRST = ["Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Henry", "Irina", "James", "Karen", "Louis", "Maria", "Nora", "Oscar", "Paul", "Rosa", "Simon", "Teresa", "Victor"];
const BEGIN = ["Bar", "Kel", "Dor", "Ves", "Mir", "Tal", "Ron", "Sev", "Gal", "Hul", "Jor", "Lam", "Nor", "Pel", "Quin", "Rud", "Sor", "Tor", "Ulv", "Wen", "Yar", "Zel"];
const MIDDLE = ["an", "ev", "ik", "os", "um", "ard", "ell", "ova", "esk", "int"];
const END = ["ov", "sen", "ley", "son", "berg", "itz", "man", "ides", "wick", "ford"];
const SURNAMES = BEGIN.flatMap((a) => MIDDLE.flatMap((b) => END.map((c) => a + b + c)));
const DEEDS = ["opened", "closed", "painted", "repaired", "visited"];
const REPORTS = 220;
const IN_A_REPORT = 50;

/** No two have the same name. */
function name(number) {
  const round = Math.floor(number / SURNAMES.length);
  const second = round > 0 ? ` ${SURNAMES[(number * 7 + round * 13) % SURNAMES.length]}` : "";
  return `${FIRST[number % FIRST.length]} ${SURNAMES[number % SURNAMES.length]}${second}`;
}

const crowd = Array.from({ length: REPORTS }, (_, report) => ({
  id: `crowd-${report}`,
  outlet: "Crowd Gazette",
  title: `Those who came to the pier, list ${report + 1}`,
  published: "2025-05-01",
  text: Array.from({ length: IN_A_REPORT }, (_, at) => `${name(report * IN_A_REPORT + at)} ${DEEDS[at % DEEDS.length]} the pier.`).join("\n\n"),
}));

const desk = await Desk.open({ reports: [crowd] });
after(() => desk.close());
const [story] = await desk.rows("stories");

test("the list of actors goes on for a hundred pages, the last as fast as the first", () => desk.visit({}, async (page) => {
  const times = [];
  const open = async (at) => {
    const before = performance.now();
    await desk.server.ask(at);
    times.push(performance.now() - before);
    await page.goto(at);
    await page.getByRole("heading", { level: 1, name: "Actors" }).waitFor();
    return page.getByRole("main").getByRole("row").count();
  };
  assert.equal(await open("/actors"), 101);
  const first = await page.getByRole("main").getByRole("row").nth(1).textContent();
  await page.getByRole("link", { name: "Next" }).click();
  await page.getByText("101–200").waitFor();
  assert.notEqual(await page.getByRole("main").getByRole("row").nth(1).textContent(), first);
  for (const number of [50, 99, 100, 100]) assert.equal(await open(`/actors?page=${number}`), 101, `page ${number}`);
  assert(median(times) < 1_000 * PATIENCE, `times: ${times.map(Math.round)}`);
  assert.equal(await open("/actors?page=2000"), 0, "there is no such page, and nothing breaks");
}));

test("every other page of them opens in a second or two, and stays small", () => desk.visit({}, async (page) => {
  const actors = await desk.rows("actors", "--actor", name(7));
  assert(actors.length > 0);
  const wrong = [];
  for (const at of ["/", `/story/${story.id}`, `/actor/${actors[0].id}`, "/events?page=50", "/report/crowd-100", `/search?q=${FIRST[0]}`, `/?actor=${FIRST[0]}`]) {
    const before = performance.now();
    const response = await page.goto(at);
    const time = Math.round(performance.now() - before);
    const size = (await response.body()).length;
    if (!response.ok() || time > 3_000 * PATIENCE || size > 200_000) wrong.push(`${at}: ${response.status()}, ${time} ms, ${size} bytes`);
  }
  none(wrong);
}));

test("one of the crowd is found by name", () => desk.visit({}, async (page) => {
  await page.goto(`/search?q=${encodeURIComponent(name(4321))}`);
  await page.getByRole("link", { name: name(4321), exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: name(4321) }).waitFor();
}));
