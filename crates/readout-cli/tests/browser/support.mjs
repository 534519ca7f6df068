// A desk for a test: the program serving a fresh record, and a browser before it.
//
// READOUT names the program, CHROMIUM the browser where it is not in /usr/bin.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const run = promisify(execFile);

/** The sample reports of the project. */
export const EXAMPLES = fileURLToPath(new URL("../../../../examples", import.meta.url));

/** Screens of a desk and of a telephone. */
export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"].map((name) => `/usr/bin/${name}`);

function program() {
  const program = process.env.READOUT;
  if (!program) throw new Error("READOUT must name the program to test; `cargo test -p readout-cli --test browser` sets it");
  return program;
}

/** A browser of this machine, without a window. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((file) => existsSync(file));
  if (!executablePath) throw new Error("no Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM");
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  // Chromium refuses its sandbox to root, as which containers often run.
  const args = process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
  return chromium.launch({ executablePath, args });
}

/** What the program prints, called with these arguments. */
export async function readout(...args) {
  const { stdout } = await run(program(), args, { env: environment(), maxBuffer: 1 << 28 });
  return stdout;
}

function environment(more = {}) {
  const { READOUT_RECORD, READOUT_TOKEN, ...rest } = process.env;
  return { ...rest, ...more };
}

/** A folder that is gone when the tests are. */
export async function folder() {
  const made = await mkdtemp(path.join(tmpdir(), "readout-browser-"));
  return { path: made, remove: () => rm(made, { recursive: true, force: true, maxRetries: 3 }) };
}

/** `readout serve`, and what it says. */
export class Server {
  static async start(record, args = [], env = {}) {
    const child = spawn(program(), ["serve", "--record", record, "--port", "0", ...args], {
      env: environment(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Nothing is left behind, however the tests end.
    process.once("exit", () => child.kill("SIGKILL"));
    const server = new Server();
    server.child = child;
    server.ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
    server.messages = "";
    child.stderr.on("data", (data) => { server.messages += data; });
    const said = new Promise((resolve) => createInterface(child.stdout).once("line", resolve));
    const line = await Promise.race([said, server.ended.then(() => "")]);
    const address = line.match(/http:\/\/\S+/)?.[0];
    if (!address) {
      child.kill();
      throw new Error(`readout serve did not start: ${line}${server.messages}`);
    }
    server.address = address.replace(/\/$/, "");
    server.port = Number(new URL(address).port);
    return server;
  }

  async stop() {
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    const code = await this.ended;
    clearTimeout(late);
    return code;
  }

  /** An answer as it is, nothing followed and nothing decoded: status, headers, body. */
  ask(target, { method = "GET", headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: "127.0.0.1", port: this.port, path: target, method, headers, agent: false }, (response) => {
        const pieces = [];
        response.on("data", (piece) => pieces.push(piece));
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(pieces);
          resolve({ status: response.statusCode, headers: response.headers, bytes, body: bytes.toString("utf8") });
        });
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}

/** What must not happen on any page: each time it does, a line. */
function watched(context, origin) {
  const faults = [];
  context.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (error) => faults.push(`error in a script: ${error.error()}`));
  context.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`request to ${request.url()}`);
  });
  return faults;
}

/** A server on a fresh record, and a browser. */
export class Desk {
  /** `reports` are objects as a line of JSON Lines has them; `inputs` files and folders; a list of `reports` is read one after the other. */
  static async open({ inputs = [], reports = [], args = [], env = {}, browser = true } = {}) {
    const desk = new Desk();
    desk.folder = await folder();
    try {
      desk.record = path.join(desk.folder.path, "desk.db");
      if (inputs.length > 0) await readout("read", "--record", desk.record, ...inputs);
      for (const [number, batch] of reports.entries()) await desk.add(batch, number);
      desk.server = await Server.start(desk.record, args, env);
      desk.address = desk.server.address;
      if (browser) desk.browser = await launch();
      return desk;
    } catch (error) {
      await desk.close();
      throw error;
    }
  }

  /** Reads reports into the record. */
  async add(reports, name = "more") {
    const file = path.join(this.folder.path, `${name}.jsonl`);
    await writeFile(file, reports.map((report) => `${JSON.stringify(report)}\n`).join(""));
    await readout("read", "--record", this.record, file);
  }

  async close() {
    await this.browser?.close();
    await this.server?.stop();
    await this.folder.remove();
  }

  /** A page in a browser that knows nothing yet; fails where a page complains, asks elsewhere or opens a dialog. */
  async visit(options, body) {
    const context = await this.browser.newContext({ baseURL: this.address, viewport: WIDE, ...options });
    context.setDefaultTimeout(10_000 * PATIENCE);
    const faults = watched(context, this.address);
    try {
      const page = await context.newPage();
      await body(page, context);
    } catch (error) {
      error.message += faults.map((fault) => `\n${fault}`).join("");
      throw error;
    } finally {
      await context.close();
    }
    none(faults);
  }

  /** The rows of a list, as the program gives them. */
  async rows(list, ...args) {
    return JSON.parse(await readout(list, "--record", this.record, "--format", "json", ...args));
  }
}

/** The places that links of a page lead to, without those that lead nowhere else. */
export function links(html) {
  return [...html.matchAll(/<(?:a|link)\b[^>]*?\shref="([^"]*)"/g)].map((match) => decoded(match[1]));
}

/** The ids of a page's elements. */
export function ids(html) {
  return [...html.matchAll(/<[a-z][^>]*?\sid="([^"]*)"/g)].map((match) => decoded(match[1]));
}

/** Text of an attribute as a browser reads it. */
function decoded(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(#\d+|#x[0-9a-f]+|[a-z]+);/gi, (whole, name) => {
    if (name[0] !== "#") return named[name] ?? whole;
    return String.fromCodePoint(name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

/** Fails with the first of what is wrong, a line each. */
export function none(faults) {
  const more = faults.length > 25 ? `\nand ${faults.length - 25} more` : "";
  assert(faults.length === 0, `\n${faults.slice(0, 25).join("\n")}${more}`);
}

/** The middle one of an odd number of figures. */
/** How many times longer things may take: a program that was not optimised is no measure of speed. */
export const PATIENCE = process.env.UNHURRIED ? 20 : 1;

export function median(figures) {
  return [...figures].sort((a, b) => a - b)[(figures.length - 1) / 2];
}
