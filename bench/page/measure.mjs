// Measures the overview in Chromium: the first view (time, bytes), and frames while the slider is
// dragged over all days.  Environment: CHROMIUM, LAWTRACE_ORIGIN.
import { chromium } from "playwright-core";

const origin = process.env.LAWTRACE_ORIGIN;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});

async function firstView() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  const began = performance.now();
  await page.goto(`${origin}/`);
  await page.waitForSelector("html[data-page=ready]", { state: "attached" });
  const ready = performance.now() - began;
  const painted = await page.evaluate(() =>
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  await page.waitForTimeout(500);  // What is still on its way; the event stream never ends.
  await context.close();
  return { painted, ready, bytes };
}

async function drag() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForSelector("html[data-page=ready]", { state: "attached" });
  const countries = await page.locator("#league tbody tr").count();
  const box = await page.locator("#slider").boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width - 8, y);
  await page.mouse.down();
  await page.evaluate(() => {
    window.frames_ = [];
    window.inputs_ = 0;
    document.getElementById("slider").addEventListener("input", () => ++window.inputs_);
    const note = (time) => {
      window.frames_.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const tracing = await context.newCDPSession(page);
  const client = await browser.newBrowserCDPSession();
  const drawn = [];
  client.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) if (event.name === "DrawFrame") drawn.push(event.ts / 1000);
  });
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline.frame", "disabled-by-default-devtools.timeline.frame", "devtools.timeline"] },
  });
  const began = performance.now();
  const length = 5000;
  const moves = [];
  for (;;) {
    const part = (performance.now() - began) / length;
    if (part >= 1) break;
    // Like a mouse that reports 125 times a second, whether or not the page keeps up.
    moves.push(tracing.send("Input.dispatchMouseEvent", {
      type: "mouseMoved", x: box.x + box.width - 8 - part * (box.width - 16), y,
      button: "left", buttons: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await Promise.all(moves);
  const seconds = (performance.now() - began) / 1000;
  const ended = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await ended;
  await page.mouse.up();
  const [frames, inputs] = await page.evaluate(() => [window.frames_, window.inputs_]);
  await tracing.detach();
  await context.close();
  const gaps = frames.slice(1).map((time, i) => time - frames[i]).sort((a, b) => a - b);
  return {
    countries,
    framesPerSecond: (frames.length - 1) / ((frames.at(-1) - frames[0]) / 1000),
    drawnPerSecond: drawn.length / seconds,
    inputsPerSecond: inputs / seconds,
    medianGap: gaps[Math.floor(gaps.length / 2)],
    worstOf100: gaps[Math.floor(gaps.length * 0.99)],
  };
}

const views = [];
for (let i = 0; i < 5; ++i) views.push(await firstView());
views.sort((a, b) => a.ready - b.ready);
console.log("first view (median of 5, empty cache):", JSON.stringify(views[2]));
for (let i = 0; i < 3; ++i) console.log("drag:", JSON.stringify(await drag()));
await browser.close();
