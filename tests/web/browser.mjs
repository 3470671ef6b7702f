// A real browser on the page of a running service.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const origin = process.env.LAWTRACE_ORIGIN;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
  });
}

export const looks = [
  { name: "desktop", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

// Until the scripts have done their work.  Asked from outside: the page lets nothing evaluate text.
async function ready(page) {
  for (let attempt = 0; attempt < 800; ++attempt) {
    const is = await page.evaluate(() =>
      document.documentElement.dataset.page === "ready" &&
      (!document.querySelector("figure[data-chart] script") ||
        document.documentElement.dataset.charts === "drawn"));
    if (is) return;
    await page.waitForTimeout(25);
  }
  assert.fail("the page does not become ready");
}

// The view in a fresh window.  What the browser complains of - refused scripts and styles, failed
// requests, faults in scripts - is a fault of the page.
export async function open(browser, path, look = looks[0], { scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: look.viewport, colorScheme: look.colorScheme, javaScriptEnabled: scripts });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const response = await page.goto(origin + path, { waitUntil: "load" });
  if (scripts) await ready(page);
  return { page, response, complaints, close: () => context.close() };
}

export async function expectAccessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  assert.deepEqual(told, [], `axe on ${where}`);
}

export async function expectNoSidewaysScroll(page, where) {
  const [wide, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(wide <= shown, `${where} is ${wide} wide on ${shown}`);
}
