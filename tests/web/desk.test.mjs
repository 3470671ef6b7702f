// Views that people write into: the scenario builder, subscribing, the editor's desk.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { expectAccessible, expectNoSidewaysScroll, launch, looks, open, origin } from "./browser.mjs";

const pictures = process.env.LAWTRACE_PICTURES;
let browser;
let mailServer;
const mails = [];

// Takes in every mail: enough of SMTP for a client that needs neither TLS nor a password.
function listenForMail(port) {
  return createServer((socket) => {
    let data = null;
    let rest = "";
    socket.unref();  // The sender keeps it open for the next mail; nobody waits for that here.
    socket.write("220 here\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null) {
          if (line !== ".") {
            data += `${line}\n`;
            continue;
          }
          mails.push(data);
          data = null;
          socket.write("250 taken\r\n");
        } else if (/^DATA/i.test(line)) {
          data = "";
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) {
          socket.end("221 bye\r\n");
        } else {
          socket.write("250 fine\r\n");
        }
      }
    });
  }).listen(port, "127.0.0.1");
}

before(async () => {
  browser = await launch();
  mailServer = listenForMail(Number(process.env.LAWTRACE_MAIL_PORT));
  if (pictures) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser.close();
  mailServer.close();
});

async function picture(page, name, look) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}-${look.name}.png`, fullPage: true });
}

// Until it holds.  Asked from outside: the page lets nothing evaluate text.
async function until(holds, words) {
  for (let attempt = 0; attempt < 400; ++attempt) {
    if (await holds()) return;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  assert.fail(words);
}

const told = (page) => page.locator("#told").textContent();
const scenario = "/scenario?country=PT&at=2019-12-31&bill=First~ba21-0&bill=~aa1-0&target=90";

for (const look of looks)
  test(`what people write into fits and has no violation: ${look.name}`, async () => {
    for (const [name, path] of Object.entries({
      scenario, "scenario-start": "/scenario", "scenario-wrong": "/scenario?country=PT&bill=~zz-1",
      subscribe: "/subscribe?country=PT", desk: "/desk",
    })) {
      const { page, complaints, close } = await open(browser, path, look);
      await picture(page, name, look);
      await expectNoSidewaysScroll(page, `${name} on ${look.name}`);
      await expectAccessible(page, `${name} on ${look.name}`);
      assert.deepEqual(complaints, [], `${name} on ${look.name}`);
      await close();
    }
  });

test("an answer shows at once what it would do, and the address holds it", async () => {
  const { page, complaints, close } = await open(browser, "/scenario?country=PT&at=2019-12-31");
  const before = await told(page);
  await page.locator("details.area summary").nth(1).click();
  await page.locator('input[name="q.ba21"][value="0"]').check();
  await until(async () => (await told(page)) !== before, "the sentence does not follow");
  assert.match(await told(page), /would score .* instead of/);
  assert.match(page.url(), /bill=~ba21-0/);
  assert.match(await page.locator("#stack").textContent(), /Bill 1/);
  const words = await told(page);
  const again = await open(browser, page.url().slice(origin.length), looks[0], { scripts: false });
  assert.equal(await told(again.page), words);
  assert.ok(await again.page.locator('input[name="q.ba21"][value="0"]').isChecked());
  await again.close();
  assert.deepEqual(complaints, []);
  await close();
});

test("the same works without scripts, by a button", async () => {
  const { page, close } = await open(browser, "/scenario?country=PT&at=2019-12-31", looks[1],
    { scripts: false });
  await page.locator("details.area summary").nth(1).click();
  await page.locator('input[name="q.ba21"][value="0"]').check();
  await page.locator("#bill button").last().click();
  await page.waitForURL(/bill=~ba21-0$/);
  assert.match(await told(page), /would score/);
  await close();
});

test("bills stack, are put in order and removed, and a suggestion becomes one", async () => {
  const { page, close } = await open(browser, scenario);
  assert.equal(await page.locator(".bills li").count(), 2);
  await page.getByRole("link", { name: "Earlier: Bill 2" }).click();
  assert.match(await page.locator(".bills li").nth(1).textContent(), /First/);
  await page.getByRole("link", { name: /^Remove: First/ }).click();
  assert.equal(await page.locator(".bills li").count(), 1);
  await page.getByRole("link", { name: "Use these" }).click();
  assert.match(await page.locator(".bills li").nth(1).textContent(), /Reach 90/);
  await close();
});

test("the scenario builder needs no pointer", async () => {
  const { page, close } = await open(browser, "/scenario?country=PT&at=2019-12-31");
  await page.locator("details.area summary").nth(1).focus();
  await page.keyboard.press("Enter");
  const chosen = page.locator('input[name="q.ba21"]:checked');
  await chosen.focus();
  const before = await chosen.getAttribute("value");
  await page.keyboard.press(before === "0" ? "ArrowRight" : "ArrowLeft");
  await until(() => page.url().includes("bill=~ba21-"), "the address does not follow");
  assert.notEqual(
    await page.locator('input[name="q.ba21"]:checked').getAttribute("value"), before);
  await close();
});

test("a lost connection keeps the choices and says so", async () => {
  const { page, close } = await open(browser, "/scenario?country=PT&at=2019-12-31");
  await page.route("**/scenario?**", (route) => route.abort());
  await page.locator("details.area summary").nth(1).click();
  await page.locator('input[name="q.ba21"][value="0"]').check();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /connection is lost/);
  await page.unroute("**/scenario?**");
  await page.getByRole("button", { name: "Try again" }).click();
  await until(() => page.url().includes("bill=~ba21-0"), "it does not come back");
  assert.equal(await page.getByRole("alert").count(), 0);
  await close();
});

test("data of a scenario is there as CSV and JSON", async () => {
  const { page, close } = await open(browser, scenario);
  const links = await page.$$eval(".downloads a", (all) => all.map((link) => link.href));
  assert.ok(links.length >= 5);
  for (const link of links) assert.equal((await fetch(link)).status, 200, link);
  await close();
});

for (const scripts of [true, false])
  test(`following needs no account, ${scripts ? "with" : "without"} scripts`, async () => {
    const address = `ana${Date.now()}@example.org`;
    const { page, complaints, close } = await open(browser, "/subscribe", looks[scripts ? 0 : 1],
      { scripts });
    await page.fill("[name=country]", "PT");
    await page.selectOption("[name=area]", "b");
    if (!scripts) await page.getByRole("button", { name: /would have sent/ }).click();
    await until(async () => /country PT and area b/.test(
      await page.locator("#preview").textContent()), "the preview does not follow");
    await page.fill("[name=mail]", address);
    await page.fill("[name=zone]", "Mars/Olympus");
    await page.selectOption("[name=cadence]", "weekly");
    await page.getByRole("button", { name: "Be told" }).click();
    await page.locator(".fault").first().waitFor();
    assert.match(await page.locator(".fault").first().textContent(), /Mars/);
    assert.equal(await page.inputValue("[name=country]"), "PT");
    assert.equal(await page.inputValue("[name=mail]"), address);
    await page.fill("[name=zone]", "Europe/Lisbon");
    await page.getByRole("button", { name: "Be told" }).click();
    await page.getByRole("heading", { name: "Look into your mail" }).waitFor();

    const mail = () => mails.find((one) => one.includes(address));
    await until(() => mail(), "no mail comes");
    const link = /http:\/\/lawtrace\.example(\/s\/[0-9a-f]+\/confirm)/.exec(
      mail().replace(/=\n/g, ""))[1];
    await page.goto(origin + link);
    await page.getByRole("button", { name: /Yes/ }).click();
    await page.getByRole("link", { name: "Change what you get" }).click();
    if (scripts) await expectAccessible(page, "what one follows");
    await page.getByRole("button", { name: /^Pause/ }).click();
    await page.getByRole("link", { name: "Change what you get" }).click();
    await page.getByRole("button", { name: /^Resume/ }).click();
    await page.getByRole("link", { name: "Change what you get" }).click();
    await page.getByRole("link", { name: /^Change:/ }).click();
    await page.fill("[name=where]", "cuntry PT");
    await page.getByRole("button", { name: "Save" }).click();
    assert.match(await page.locator(".fault").first().textContent(), /country/);
    await page.fill("[name=where]", "country ES");
    await page.getByRole("button", { name: "Save" }).click();
    assert.match(await page.locator("main").textContent(), /country ES/);
    await page.getByRole("link", { name: "Change what you get" }).click();
    await page.getByRole("button", { name: /^End:/ }).click();
    assert.match(await page.locator("h1").textContent(), /ended/);
    await page.goto(`${origin}/s/0123456789abcdef`);
    assert.match(await page.locator("main").textContent(), /leads nowhere.*subscribe again/s);
    assert.deepEqual(complaints.filter((one) => !/40[04]/.test(one)), []);
    await close();
  });

async function enterDesk(token, look = looks[0]) {
  const opened = await open(browser, "/desk", look);
  await opened.page.fill("[name=token]", token);
  await opened.page.keyboard.press("Enter");
  await opened.page.locator("#mine .list > *").first().waitFor();
  return opened;
}

test("a coder records, sees the points first, and another person approves", async () => {
  const coder = await enterDesk(process.env.LAWTRACE_CODER);
  const page = coder.page;
  assert.ok(!page.url().includes("lawtrace_"));
  await page.selectOption("[name=country]", "PT");
  await page.selectOption("[name=indicator]", "ba21");
  await page.locator("#on-record table").waitFor({ state: "attached" });
  const inForce = /today: (\w+)/.exec(await page.locator("#on-record").textContent())[1];
  const answer = inForce === "0" ? "100" : "0";
  await page.selectOption("[name=answer]", answer);
  const today = new Date().toISOString().slice(0, 10);
  await page.fill("[name=effective]", `${today}x`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.locator("[data-fault=effective]:not([hidden])").waitFor();
  assert.match(await page.locator("[data-fault=effective]").textContent(), /YYYY-MM-DD/);
  await page.fill("[name=effective]", today);
  await page.fill("[name=laws]", "pt-no-such-law");
  await page.getByRole("button", { name: "Preview the points" }).click();
  await page.locator("[data-fault=laws]:not([hidden])").waitFor();
  await page.fill("[name=laws]", "");
  await page.getByRole("button", { name: "Preview the points" }).click();
  await page.locator("#previewed table").waitFor();
  assert.match(await page.locator("#previewed").textContent(), new RegExp(`→ ${answer}`));
  await expectAccessible(page, "the desk");
  await expectNoSidewaysScroll(page, "the desk");
  const position = async () => (await fetch(`${origin}/v1/scores?country=PT`)).headers.get(
    "lawtrace-position");
  const before = await position();
  const note = `note ${Date.now()}`;
  await page.fill("[name=note]", note);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await until(async () => /waits for another person/.test(
    await page.locator("#said").textContent()), "it is not taken");
  assert.equal(await position(), before);
  const mine = page.locator("#waiting li", { hasText: note });
  await mine.waitFor();
  assert.equal(await mine.getByRole("button", { name: /^Approve/ }).count(), 0);
  assert.equal(await mine.getByRole("button", { name: /^Withdraw/ }).count(), 1);

  const reviewer = await enterDesk(process.env.LAWTRACE_REVIEWER, looks[1]);
  const theirs = reviewer.page.locator("#waiting li", { hasText: note });
  await theirs.getByRole("button", { name: /^Look/ }).click();
  await theirs.locator("table").first().waitFor();
  await theirs.getByRole("button", { name: /^Reject/ }).click();
  assert.match(await reviewer.page.locator("#said").textContent(), /needs a reason/);
  await picture(reviewer.page, "desk-review", looks[1]);
  await expectAccessible(reviewer.page, "the reviewer's desk");
  await theirs.getByRole("button", { name: /^Approve/ }).click();
  await until(async () => /is published/.test(await reviewer.page.locator("#said").textContent()),
    "it is not approved");
  assert.notEqual(await position(), before);
  await page.reload();
  await page.locator("#mine table").waitFor();
  assert.match(await page.locator("#mine tbody tr").first().textContent(), /published.*Rui Costa/);
  await picture(page, "desk-coder", looks[0]);
  await reviewer.close();
  await coder.close();
});

test("a rejection tells its reason, and a recognised law is confirmed", async () => {
  const coder = await enterDesk(process.env.LAWTRACE_CODER);
  const confirm = coder.page.locator("#recognised").getByRole("button", { name: /^Confirm/ });
  if ((await confirm.count()) > 0) {
    await confirm.first().click();
    await until(async () => /is submitted/.test(await coder.page.locator("#said").textContent()),
      "the law is not taken");
    const reviewer = await enterDesk(process.env.LAWTRACE_REVIEWER);
    const row = reviewer.page.locator("#waiting li").last();
    await row.getByRole("textbox").fill("another law is meant");
    await row.getByRole("button", { name: /^Reject/ }).click();
    await until(async () => /is rejected/.test(await reviewer.page.locator("#said").textContent()),
      "it is not rejected");
    await reviewer.close();
    await coder.page.reload();
    await coder.page.locator("#mine table").waitFor();
    assert.match(await coder.page.locator("#mine tbody tr").first().textContent(),
      /rejected.*another law is meant/);
  }
  await coder.close();
});

test("a change that names no law fills the form in", async () => {
  const { page, close } = await enterDesk(process.env.LAWTRACE_CODER);
  const name = page.locator("#unattributed").getByRole("button", { name: /^Name its law/ });
  if ((await name.count()) > 0) {
    await name.first().click();
    await until(async () => (await page.inputValue("[name=answer]")) !== "", "no answer is chosen");
    assert.equal(await page.inputValue("[name=kind]"), "correction");
    assert.match(await page.inputValue("[name=supersedes]"), /^\d+$/);
  }
  await close();
});

test("a bad token opens nothing and is not kept", async () => {
  const { page, close } = await open(browser, "/desk");
  await page.fill("[name=token]", "lawtrace_0123456789abcdef_00");
  await page.keyboard.press("Enter");
  await until(async () => /not valid/.test(await page.locator("#said").textContent()), "no word");
  assert.ok(await page.locator("#desk").isHidden());
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await close();
});
