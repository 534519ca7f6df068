// Who is answered, and what an answer never holds: over HTTP itself, where no browser helps.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { after, test } from "node:test";

import { Desk, EXAMPLES, Server, WIDE, links } from "./support.mjs";

const TOKEN = "correct-horse-battery-staple";

const desk = await Desk.open({ inputs: [EXAMPLES] });
after(() => desk.close());
const { server } = desk;
const host = `127.0.0.1:${server.port}`;

const [story] = await desk.rows("stories");
const [report] = await desk.rows("reports");
const [actor, other] = await desk.rows("actors");

/** One address of each kind, and those that are refused. */
const targets = [
  "/", `/story/${story.id}`, `/report/${report.id}`, `/report/${report.id}/revisions`, "/statements", "/actors", `/actor/${actor.id}`,
  "/search?q=envoy", "/decisions", "/help", "/assets/style.css", "/assets/desk.js", "/favicon.svg", "/api", "/api/stories", "/api/nothing",
  "/nothing", "/story/nothing", "/report/nothing", "/actor/nothing", "/item/nothing", "/?since=yesterday", "/report/%ff", "//", "/decisions/1/undo",
];

test("an address that another site could lead here by is not answered", async () => {
  for (const name of ["news.example", `news.example:${server.port}`, `127.0.0.1.news.example:${server.port}`, "localhost", `localhost:${server.port + 1}`]) {
    for (const target of ["/", "/api/stories", "/assets/desk.js"]) {
      const { status, body } = await server.ask(target, { headers: { host: name } });
      assert.equal(status, 421, `${name}${target}`);
      assert(!body.includes("Okonedo"));
    }
  }
  for (const name of [host, `localhost:${server.port}`, `[::1]:${server.port}`]) {
    assert.equal((await server.ask("/", { headers: { host: name } })).status, 200, name);
  }
});

test("other sites change nothing", async () => {
  const merge = { method: "POST", body: `other=${other.id}` };
  const form = { host, "content-type": "application/x-www-form-urlencoded" };
  for (const from of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin: desk.address },
    { origin: "https://news.example" },
    { origin: "http://localhost:1" },
    { origin: "null" },
  ]) {
    for (const target of [`/actor/${actor.id}/merge`, `/actor/${actor.id}/split`, "/decisions/1/undo"]) {
      const { status } = await server.ask(target, { ...merge, headers: { ...form, ...from } });
      assert.equal(status, 403, `${target} ${JSON.stringify(from)}`);
    }
  }
  assert.match((await server.ask("/decisions")).body, /Nothing was decided by hand/);
  for (const target of [`/actor/${actor.id}/merge?other=${other.id}`, "/decisions/1/undo"]) {
    assert.equal((await server.ask(target)).status, 405, `GET ${target}`);
  }
  assert.match((await server.ask("/decisions")).body, /Nothing was decided by hand/);
});

test("a program may merge, and take it back", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const merged = await server.ask(`/actor/${actor.id}/merge`, { method: "POST", headers, body: `other=${other.id}` });
  assert.equal(merged.status, 303);
  assert.match(merged.headers.location, /^\/actor\/[\w.~-]+$/);
  const decisions = await server.ask("/decisions");
  assert.match(decisions.body, /<li id="d-1">/);
  assert.equal((await server.ask("/decisions/1/undo", { method: "POST" })).status, 303);
  assert.match((await server.ask("/decisions")).body, /Nothing was decided by hand/);
  for (const [target, body, expected] of [
    [`/actor/${actor.id}/merge`, "", 400],
    [`/actor/${actor.id}/merge`, "other=nobody+of+that+name", 404],
    [`/actor/${actor.id}/split`, "", 400],
    ["/actor/nothing/merge", `other=${other.id}`, 404],
    ["/decisions/9/undo", "", 404],
    ["/decisions/x/undo", "", 400],
    [`/actor/${actor.id}/merge`, `other=${"x".repeat(100_000)}`, 413],
  ]) {
    const { status } = await server.ask(target, { method: "POST", headers, body });
    assert.equal(status, expected, `${target} ${body.slice(0, 40)}`);
  }
});

test("every answer forbids scripts that are not ours, guessing of types, frames and referrers", async () => {
  for (const target of targets) {
    const { headers } = await server.ask(target);
    const policy = Object.fromEntries(headers["content-security-policy"].split(";").map((rule) => {
      const [name, ...sources] = rule.trim().split(" ");
      return [name, sources.join(" ")];
    }));
    assert.deepEqual(policy, {
      "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "img-src": "'self'", "connect-src": "'self'",
      "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    }, target);
    assert.equal(headers["x-content-type-options"], "nosniff", target);
    assert.equal(headers["x-frame-options"], "DENY", target);
    assert.equal(headers["referrer-policy"], "no-referrer", target);
    assert.equal(headers["cross-origin-resource-policy"], "same-origin", target);
    assert(headers["cache-control"], target);
    assert.equal(headers.server, undefined, target);
  }
});

test("no answer names a file or folder of the machine", async () => {
  const names = [desk.folder.path, tmpdir(), EXAMPLES, "desk.db", ".rs:", "/root/", "/home/", "SQLITE", "panicked"];
  const seen = new Set(targets);
  for (const target of ["/", `/story/${story.id}`, `/report/${report.id}`]) {
    for (const link of links((await server.ask(target)).body)) {
      if (link.startsWith("/") && seen.size < 200) seen.add(link.split("#")[0]);
    }
  }
  for (const target of seen) {
    const { body } = await server.ask(target);
    for (const name of names) assert(!body.includes(name), `${target} has ${name}`);
  }
});

test("what cannot be asked is refused in a line", async () => {
  const long = "x".repeat(501);
  for (const name of ["actor", "outlet", "story", "place", "text", "q", "cursor", "new", "by", "format"]) {
    const { status, body } = await server.ask(`/statements?${name}=${long}`);
    assert.equal(status, 400, name);
    assert(body.includes(`${name}: at most 500 characters`), name);
  }
  for (const [target, expected] of [
    ["/statements?since=yesterday", 400],
    ["/statements?as-of=2025-02-30", 400],
    ["/statements?page=0", 400],
    ["/statements?page=99999999999999999999", 400],
    ["/statements?limit=-1", 400],
    [`/report/${report.id}?at=7-3`, 400],
    [`/report/${report.id}?at=1-99999999`, 404],
    [`/report/${report.id}?at=0-18446744073709551615`, 404],
    ["/statements?actor=a&actor=b", 400],
    ["/..%2f..%2fetc%2fpasswd", 404],
    ["/assets/..%2f..%2fetc%2fpasswd", 404],
    ["/assets/%2e%2e/%2e%2e/etc/passwd", 404],
    ["/report/..%2f..%2f..%2fetc%2fpasswd", 404],
    ["/story/%00", 404],
    ["/actor/%f0%9f%98%80%22%3E%3Cscript%3E", 404],
  ]) {
    const { status, body } = await server.ask(target);
    assert.equal(status, expected, target);
    assert.equal(body.match(/<script/g).length, 1, target);
    assert(!body.includes("root:"), target);
  }
  const { status, headers } = await server.ask("/api/statements?since=yesterday");
  assert.equal(status, 400);
  assert.match(headers["content-type"], /^application\/problem\+json/);
});

test("other methods and strange requests end in an answer", async () => {
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const { status } = await server.ask("/", { method });
    assert.equal(status, 405, method);
  }
  assert.equal((await server.ask("/", { method: "HEAD" })).bytes.length, 0);
  const long = await server.ask(`/${"a".repeat(20_000)}`);
  assert([404, 414, 431].includes(long.status), long.status);
  assert.equal((await server.ask("/", { headers: { cookie: `readout-visit=${"~".repeat(3000)}\"><script>` } })).status, 200);
});

test("a page that has not changed is not sent again", async () => {
  const first = await server.ask(`/report/${report.id}`);
  assert(first.headers.etag);
  const again = await server.ask(`/report/${report.id}`, { headers: { "if-none-match": first.headers.etag } });
  assert.deepEqual([again.status, again.bytes.length], [304, 0]);
});

test("with a token, nobody else is answered", async () => {
  const guarded = await Server.start(desk.record, [], { READOUT_TOKEN: TOKEN });
  try {
    for (const target of targets) {
      const { status, body } = await guarded.ask(target);
      assert.equal(status, 401, target);
      assert(!body.includes("Okonedo"), target);
    }
    for (const headers of [
      { authorization: `Bearer ${TOKEN}x` }, { authorization: TOKEN }, { authorization: `Basic ${TOKEN}` }, { cookie: `readout-token=${TOKEN.slice(1)}` },
      { cookie: "readout-token=" }, { cookie: `token=${TOKEN}` },
    ]) {
      assert.equal((await guarded.ask("/", { headers })).status, 401, JSON.stringify(headers));
    }
    assert.equal((await guarded.ask(`/?token=${TOKEN}`)).status, 401);
    for (const headers of [{ authorization: `Bearer ${TOKEN}` }, { cookie: `a=b; readout-token=${TOKEN}` }, { authorization: `Bearer ${TOKEN}`, host: "desk.example" }]) {
      assert.equal((await guarded.ask("/", { headers })).status, 200, JSON.stringify(headers));
    }
    const enter = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } };
    const wrong = await guarded.ask("/enter", { ...enter, body: "token=guess" });
    assert.deepEqual([wrong.status, wrong.headers["set-cookie"]], [401, undefined]);
    const elsewhere = { ...enter, headers: { ...enter.headers, "sec-fetch-site": "cross-site" } };
    assert.equal((await guarded.ask("/enter", { ...elsewhere, body: `token=${TOKEN}` })).status, 403);
    const right = await guarded.ask("/enter", { ...enter, body: `token=${TOKEN}` });
    assert.deepEqual([right.status, right.headers.location], [303, "/"]);
    assert.match(right.headers["set-cookie"][0], new RegExp(`^readout-token=${TOKEN}; HttpOnly; SameSite=Strict; Path=/`));
  } finally {
    await guarded.stop();
  }
});

test("the form takes the token, in a browser", async () => {
  const guarded = await Server.start(desk.record, [], { READOUT_TOKEN: TOKEN });
  const context = await desk.browser.newContext({ baseURL: guarded.address, viewport: WIDE });
  try {
    const page = await context.newPage();
    await page.goto("/");
    await page.getByLabel("Token").fill("guess");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("alert").getByText("not the token").waitFor();
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("heading", { name: "Stories" }).waitFor();
    await page.getByRole("link", { name: "Actors", exact: true }).click();
    await page.getByRole("heading", { name: "Actors" }).waitFor();
  } finally {
    await context.close();
    await guarded.stop();
  }
});

/** How `readout serve` ends that must not start: code and message. */
function refusal(args, env = {}) {
  const child = spawn(process.env.READOUT, ["serve", "--record", desk.record, "--port", "0", ...args], {
    env: { ...process.env, READOUT_TOKEN: "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let message = "";
  child.stderr.on("data", (data) => { message += data; });
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  return new Promise((resolve) => child.once("close", (code) => {
    clearTimeout(late);
    resolve({ code, message });
  }));
}

test("other machines are not answered without a token", async () => {
  for (const address of ["0.0.0.0", "::"]) {
    const { code, message } = await refusal(["--address", address]);
    assert.equal(code, 2, `${address}: ${message}`);
    assert.match(message, /token/i);
  }
  for (const token of ["short", "with spaces in it, and more", "semicolons;are;not;taken"]) {
    const { code, message } = await refusal(["--address", "0.0.0.0", "--token", token]);
    assert.equal(code, 2, `${token}: ${message}`);
  }
});

test("the server stops when it is told to", async () => {
  const stopping = await Server.start(desk.record);
  await stopping.ask("/");
  assert.equal(await stopping.stop(), 0);
  assert.equal(stopping.messages, "");
});
