// Every view of the page in a real browser, on whatever log the service holds.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { expectAccessible, expectNoSidewaysScroll, launch, looks, open, origin } from "./browser.mjs";

const pictures = process.env.LAWTRACE_PICTURES;
let browser;
let views;

before(async () => {
  browser = await launch();
  if (pictures) mkdirSync(pictures, { recursive: true });
  const changes = await (await fetch(`${origin}/changes?kind=amendment&format=json`)).json();
  const changed = changes.find((change) => change.laws) ?? changes[0];
  const laws = await (await fetch(`${origin}/laws?format=json`)).json();
  const law = laws.reduce((most, one) => (one.changes > most.changes ? one : most), laws[0]);
  views = {
    overview: "/",
    "overview-change": "/?since=2014-12-31&at=2019-12-31&group=EU",
    country: `/country/${changed.country}`,
    "country-long": `/country/${changed.country}?from=2007-12-31`,
    answer: `/country/${changed.country}/${changed.indicator}`,
    law: `/law/${law.law}`,
    compare: "/compare?countries=PT,DE,GR",
    "compare-group": "/compare?countries=EU&from=2014-12-31",
    "compare-start": "/compare",
    edition: "/edition/mipex-2020",
    changes: "/changes?kind=amendment",
    laws: "/laws",
    about: "/about",
  };
});
after(() => browser.close());

for (const look of looks)
  test(`every view fits, has no violation and no complaint: ${look.name}`, async () => {
    for (const [name, path] of Object.entries(views)) {
      const { page, response, complaints, close } = await open(browser, path, look);
      assert.equal(response.status(), 200, `${name} ${path}`);
      await expectNoSidewaysScroll(page, `${name} on ${look.name}`);
      if (pictures)
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: `${pictures}/${name}-${look.name}-${colorScheme}.png`, fullPage: true });
        }
      // Colours do not hang on the width: one look in light and the other in dark see all.
      await page.emulateMedia({ colorScheme: look.colorScheme });
      await expectAccessible(page, `${name} on ${look.name}`);
      assert.deepEqual(complaints, [], `${name} on ${look.name}`);
      await close();
    }
  });

// What the public address `link` leads to, asked of the server itself.
function here(link) {
  const { origin: named, pathname, search } = new URL(link);
  assert.equal(named, "http://lawtrace.example");
  return origin + pathname + search;
}

test("every view says what it says without scripts", async () => {
  for (const [name, path] of Object.entries(views)) {
    const { page, response, close } = await open(browser, path, looks[0], { scripts: false });
    assert.equal(response.status(), 200, name);
    assert.ok((await page.locator("h1").textContent()).length > 3, name);
    assert.equal(await page.locator("nav[aria-label=Views] a").count(), 7, name);
    await close();
  }
});

// The league table as the page shows it: country and value, best first.
async function league(page) {
  await page.waitForTimeout(500);
  return page.$$eval("#league tbody tr", (rows) =>
    rows.map((row) => [row.dataset.code, row.querySelector(".value").textContent]));
}

test("the slider shows what the server says of the same day", async () => {
  for (const day of ["2010-06-15", "2014-12-31", "2019-12-31", "2020-01-01"]) {
    const { page, close } = await open(browser, "/");
    await page.$eval("#slider", (slider, value) => {
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }, Date.parse(day) / 86_400_000);
    const dragged = await league(page);
    assert.match(page.url(), new RegExp(`at=${day}`));
    const still = await open(browser, `/?at=${day}`, looks[0], { scripts: false });
    assert.deepEqual(dragged, await league(still.page), day);
    await still.close();
    await close();
  }
});

test("the map has the colours of the table", async () => {
  const { page, close } = await open(browser, "/?at=2019-12-31");
  const differing = await page.$$eval("#league tbody tr", (rows) =>
    rows.filter((row) => {
      const style = row.querySelector(".swatch").className.replace("swatch ", "");
      return [...document.querySelectorAll(`#maps path[data-code=${row.dataset.code}]`)].some(
        (path) => path.getAttribute("class") !== style);
    }).map((row) => row.dataset.code));
  assert.deepEqual(differing, []);
  await close();
});

// Until the page shows such a day.  Asked from outside: the page lets nothing evaluate text.
async function dayIs(page, holds) {
  for (let attempt = 0; attempt < 200; ++attempt) {
    if (holds(await page.locator("#day").textContent())) return;
    await page.waitForTimeout(25);
  }
  assert.fail(`the page shows ${await page.locator("#day").textContent()}`);
}

test("the keyboard alone reaches and moves everything", async () => {
  const { page, close } = await open(browser, "/?at=2015-06-01");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.focus("#slider");
  const valueOf = () => page.getAttribute("#slider", "aria-valuetext");
  await page.keyboard.press("ArrowRight");
  await dayIs(page, (day) => day === "2 June 2015");
  assert.equal(await valueOf(), "2 June 2015");
  await page.keyboard.press("PageUp");
  await dayIs(page, (day) => day === "2 July 2015");
  await page.keyboard.press("Shift+PageDown");
  await dayIs(page, (day) => day === "2 July 2014");
  await page.focus("#next");
  await page.keyboard.press("Enter");
  await dayIs(page, (day) => day !== "2 July 2014");
  const reached = await page.evaluate(() =>
    [...document.querySelectorAll("a, button, input, select, summary")].every(
      (element) => element.tabIndex >= 0));
  assert.ok(reached);
  await close();
});

test("a mark on the step chart tells its law to the keyboard", async () => {
  const { page, close } = await open(browser, views["country-long"]);
  const marks = page.locator("#figure-history .mark");
  assert.ok((await marks.count()) > 0);
  await marks.first().focus();
  assert.match(await page.locator("#figure-history .told").textContent(), /\d{4}/);
  await close();
});

test("wrong addresses are pages that say what to do", async () => {
  for (const [path, status, words] of [
    ["/country/XQ", 404, /XQ/],
    ["/country/Portugl", 404, /did you mean|Portugal/i],
    ["/law/no-such-law", 404, /register/],
    ["/?at=2019-02-30", 400, /2019-02-30/],
    ["/compare?countries=PT", 400, /two countries/],
    ["/nowhere", 404, /overview/i],
  ]) {
    const { page, response, close } = await open(browser, path, looks[0], { scripts: false });
    assert.equal(response.status(), status, path);
    assert.match(response.headers()["content-type"], /text\/html/, path);
    assert.match(await page.locator("main").textContent(), words, path);
    assert.ok((await page.locator('main a[href="/"]').count()) > 0, path);
    await close();
  }
});

test("an empty log is a page that says what to do", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const path of ["/", "/country/PT", "/compare", "/changes", "/laws"]) {
    await page.goto(process.env.LAWTRACE_EMPTY + path);
    assert.match(await page.locator("h1").textContent(), /no data yet/, path);
    assert.match(await page.locator("main").textContent(), /lawtrace import workbook/, path);
  }
  await expectAccessible(page, "an empty log");
  await context.close();
});

test("a lost connection leaves the day and says what to do", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/v1/events/**", (route) => route.abort());
  await page.route("**/v1/overview**", (route) => route.abort());
  await page.goto(`${origin}/`);
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /connection/);
  assert.ok((await page.locator("#league tbody tr").count()) > 1);
  await page.unroute("**/v1/overview**");
  await page.getByRole("button", { name: "try again" }).click();
  await page.locator("#timeline").waitFor();
  await context.close();
});

test("a shared link has its picture", async () => {
  const { page, close } = await open(browser, views.country);
  const picture = await page.getAttribute('meta[property="og:image"]', "content");
  const response = await fetch(here(picture));
  assert.equal(response.status, 200);
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.equal(bytes.readUInt32BE(16), 1200);
  assert.equal(bytes.readUInt32BE(20), 630);
  await close();
});

test("every download of a view is there", async () => {
  for (const path of [views.overview, views.country, views.changes, views.compare]) {
    const { page, close } = await open(browser, path);
    const links = await page.$$eval(".downloads a", (all) => all.map((link) => link.href));
    assert.ok(links.length >= 2, path);
    for (const link of links.filter((one) => !one.includes("/feeds/")))
      assert.equal((await fetch(link)).status, 200, link);
    await close();
  }
});

test("the first view needs less than a megabyte", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  await page.goto(`${origin}/`);
  await page.locator("html[data-page=ready]").waitFor({ state: "attached" });
  await page.waitForTimeout(500);  // What is still on its way; the event stream never ends.
  assert.ok(bytes > 1000 && bytes < 1_000_000, `${bytes} bytes`);
  await context.close();
});

test("a recorded law is told, and shown when asked for", { skip: !process.env.LAWTRACE_TOKEN }, async () => {
  const { page, close } = await open(browser, "/country/PT");
  assert.equal(await page.locator("#live p").count(), 0);
  const answers = await (await fetch(`${origin}/v1/answers/PT/fa98`)).json();
  const present = answers.filter((answer) => answer.answer).at(-1).answer;
  const response = await fetch(`${origin}/v1/amendments`, {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.LAWTRACE_TOKEN}` },
    body: JSON.stringify({ country: "PT", indicator: "fa98",
      answer: present === "0" ? "100" : "0", effective: "2025-03-01",
      comment: "The fee was changed." }),
  });
  assert.equal(response.status, 201, await response.text());
  const news = page.locator("#live .news");
  await news.waitFor();
  assert.match(await news.textContent(), /A law was recorded: show/);
  await news.getByRole("link").click();
  await page.locator("html[data-page=ready]").waitFor({ state: "attached" });
  assert.match(await page.locator("#what_changed, main").first().textContent(), /2025/);
  assert.equal(await page.locator("#live p").count(), 0);
  await close();
});

test("a lost connection is told and the notice goes away", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/country/PT`);
  await page.locator("html[data-page=ready]").waitFor({ state: "attached" });
  assert.equal(await page.locator("#live .lost").count(), 0);
  // Streams that run are cut by going to another view.
  let isCut = true;
  await page.route("**/v1/events/stream**", (route) => (isCut ? route.abort() : route.continue()));
  await page.reload();
  await page.locator("#live .lost").waitFor();
  assert.match(await page.locator("#live .lost").textContent(), /connection is lost/i);
  await expectAccessible(page, "a lost connection");
  isCut = false;
  await page.locator("#live .lost").waitFor({ state: "detached", timeout: 20_000 });
  await context.close();
});

test("every chart is saved as SVG and as PNG", async () => {
  for (const path of [views["country-long"], views.law, views.compare, views.edition]) {
    const { page, close } = await open(browser, path);
    const buttons = await page.locator(".save button").all();
    assert.ok(buttons.length >= 2, path);
    // Two figures of a view stand for all, which share their code.
    for (const button of buttons.slice(0, 4)) {
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      const bytes = readFileSync(await download.path());
      if (download.suggestedFilename().endsWith(".svg")) {
        assert.match(bytes.toString(), /^<svg[^>]*xmlns=.*<title>[^<]+<\/title>/s, path);
        assert.doesNotMatch(bytes.toString(), /var\(--/, path);
      } else {
        assert.match(download.suggestedFilename(), /\.png$/);
        assert.equal(bytes.subarray(1, 4).toString(), "PNG");
        assert.equal(bytes.readUInt32BE(16), 1800);
      }
    }
    await close();
  }
});

test("the map is saved as it stands on the day of the slider", async () => {
  const { page, close } = await open(browser, "/?at=2019-12-31");
  await page.focus("#slider");
  await page.keyboard.press("ArrowRight");
  await dayIs(page, (day) => day === "1 January 2020");
  await page.waitForTimeout(500);
  for (const [name, begins] of [["SVG", "<?xml"], ["PNG", "\u0089PNG"]]) {
    const link = page.getByRole("link", { name: `Save map as ${name}` });
    assert.match(await link.getAttribute("href"), /at=2020-01-01/);
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.ok(readFileSync(await download.path()).toString("latin1").startsWith(begins), name);
  }
  await close();
});

test("links within the page lead somewhere", async () => {
  const seen = new Set();
  for (const path of Object.values(views)) {
    const html = await (await fetch(origin + path, { headers: { accept: "text/html" } })).text();
    const links = [...html.matchAll(/href="(\/[^"]*)"/g)].map((found) => found[1].replaceAll("&amp;", "&"));
    // A few of each shape: "/country/PT" and "/country/FR" are one.
    const shapes = new Map();
    for (const link of links) {
      const shape = link.replace(/\?.*/, "?").split("/").slice(0, 2).join("/");
      if (!shapes.has(shape)) shapes.set(shape, []);
      if (shapes.get(shape).length < 3) shapes.get(shape).push(link);
    }
    for (const link of [...shapes.values()].flat()) seen.add(link);
  }
  for (const link of seen) {
    const response = await fetch(origin + link, { headers: { accept: "text/html" } });
    await response.arrayBuffer();
    assert.equal(response.status, 200, link);
  }
});

test("every view has a picture, data, its source and a citation", async () => {
  for (const [name, path] of Object.entries(views)) {
    if (["about", "compare-start"].includes(name)) continue;
    const html = await (await fetch(origin + path)).text();
    const picture = html.match(/og:image" content="([^"]+)"/)?.[1].replaceAll("&amp;", "&");
    assert.ok(picture, name);
    const bytes = Buffer.from(await (await fetch(here(picture))).arrayBuffer());
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630], name);
    assert.match(html, /class="citation"[\s\S]*<code>lawtrace:/, name);
    assert.match(html, /format=(csv|json)/, name);
    assert.match(html, /log up to item \d+/, name);
  }
});
