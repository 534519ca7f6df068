// Keys, and days chosen by dragging. Everything that can be read can be read without this.
"use strict";

const LINES = "li[id], tr[id], .lines li, .side, .document > .said, .reports > li, .in-story li";
const lines = () => [...document.querySelectorAll(`main :is(${LINES})`)]
  .filter((line) => line.offsetParent !== null);
const sections = () => [...document.querySelectorAll("main section, main header")]
  .filter((section) => section.offsetParent !== null);

const isField = (element) => element.matches("input, textarea, select, [contenteditable]");

let here = null;

function goTo(line) {
  if (here) here.classList.remove("current");
  here = line;
  here.classList.add("current");
  if (!here.hasAttribute("tabindex")) here.tabIndex = -1;
  here.focus({ preventScroll: true });
  here.scrollIntoView({ block: "nearest" });
}

/** The next line from where the reader is: the chosen one, else the first that is in view. */
function move(step) {
  const all = lines();
  if (all.length === 0) return;
  let at = all.indexOf(here);
  if (at < 0) {
    const inView = all.findIndex((line) => line.getBoundingClientRect().bottom > 80);
    at = step > 0 ? inView - 1 : inView;
  }
  goTo(all[Math.max(0, Math.min(all.length - 1, at + step))]);
}

function moveSection(step) {
  const all = sections();
  const top = (section) => section.getBoundingClientRect().top;
  const next = step > 0
    ? all.find((section) => top(section) > 70)
    : all.findLast((section) => top(section) < -10);
  if (next) {
    next.scrollIntoView({ block: "start" });
    here = lines().find((line) => next.contains(line)) ?? here;
  }
}

function open() {
  // A line's own address leads nowhere else.
  const link = here?.querySelector(".marks a, .cite a") ?? here?.querySelector("a[href]:not(.here)");
  if (link) link.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  n: () => moveSection(1),
  p: () => moveSection(-1),
  o: open,
  u: () => { location.href = document.querySelector(".brand a").href; },
  "/": () => document.getElementById("q")?.select(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isField(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target === here) {
    event.preventDefault();
    open();
    return;
  }
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// A line that an address names is where the reader is.
function fromAddress() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && lines().includes(target)) here = target;
}
addEventListener("hashchange", fromAddress);
fromAddress();

// Days of a timeline: press on one, release on another, and the story is shown from the one to the other.
for (const drawing of document.querySelectorAll("svg[data-days]")) {
  let first = null;
  const dayAt = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    return under?.closest?.("[data-day]")?.dataset.day ?? null;
  };
  const choose = (from, to) => {
    for (const day of drawing.querySelectorAll("[data-day]")) {
      const inside = from !== null && day.dataset.day >= from && day.dataset.day <= to;
      day.classList.toggle("chosen", inside);
    }
  };
  const range = (a, b) => (a <= b ? [a, b] : [b, a]);
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    first = dayAt(event);
  });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pointermove", (event) => {
    const day = first && dayAt(event);
    if (day) choose(...range(first, day));
  });
  addEventListener("pointerup", (event) => {
    const from = first;
    first = null;
    if (!from) return;
    const day = dayAt(event);
    choose(null, null);
    if (!day || day === from) return;
    const [since, until] = range(from, day);
    const address = new URL(location.href);
    address.searchParams.set("from", since);
    address.searchParams.set("to", until);
    address.hash = "timeline";
    // The click that follows would open one day.
    addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
    location.href = address.href;
  });
}
