// Draws the charts of a report from their specifications.
//
// Every <figure data-chart> holds its specification as JSON in a <script>; docs/reports.md lists
// the kinds and the roles of their rows.  Figures and words come from there: nothing is worked out
// here but where things go.
import { bars, league, map, matrix, slope, steps, thenAndNow } from "./marks.js";
import { addSaveButtons } from "./save.js";

const kinds = {
  bars,
  league,
  map,
  matrix,
  slope,
  steps,
  then_and_now: thenAndNow,
};

const printedWidth = 680; // CSS pixels of an A4 page without its margins.

// Without the style sheets that Plot puts into each chart: a page may refuse them, and report.css
// says the same.
function chartOf(spec, width) {
  const chart = kinds[spec.kind](spec, width);
  for (const style of chart.querySelectorAll("style")) style.remove();
  return chart;
}

function draw(figure, width) {
  const { spec, plot } = figure;
  const chart = chartOf(spec, width);
  // The picture has one name; what its parts are called is for those who made the library.
  for (const part of chart.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  plot.replaceChildren(chart);
  figure.width = width;
  showWords(figure, chart.told ?? []);
}

// A button over each step that has words, for pointer and keyboard; the words stand beneath.
function showWords(figure, told) {
  figure.marks?.remove();
  if (told.length === 0) return;
  const words = figure.words ?? document.createElement("p");
  words.className = "told";
  words.setAttribute("aria-live", "polite");
  words.textContent = "Point at a step, or tab through them, to read what made it.";
  figure.words = words;
  figure.marks = document.createElement("div");
  figure.marks.className = "marks";
  for (const step of told) {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "mark";
    mark.setAttribute("aria-label", step.words);
    mark.style.left = `${step.x}px`;
    mark.style.top = `${step.y}px`;
    for (const event of ["focus", "pointerenter", "click"])
      mark.addEventListener(event, () => {
        words.textContent = step.words;
      });
    figure.marks.append(mark);
  }
  figure.plot.after(words);
  figure.plot.before(figure.marks);
}

function start(element) {
  const spec = JSON.parse(element.querySelector("script").textContent);
  const plot = element.querySelector(".plot");
  const figure = { spec, plot, width: 0 };
  draw(figure, plot.clientWidth);
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", spec.description);
  addSaveButtons(element, spec, (width) => chartOf(spec, width));
  // Marks in the chart are explained in the table.
  element.querySelector("details").open = spec.rows.some((row) => row.mark);
  return figure;
}

// The outlines for maps: in the page, or fetched once from where the script's element says.
async function bringWorld() {
  const isNeeded = document.querySelector('figure[data-chart="map"]');
  const { world } = script?.dataset ?? {};
  if (!isNeeded || document.getElementById("world-map") || !world) return;
  const outlines = document.createElement("script");
  outlines.type = "application/json";
  outlines.id = "world-map";
  outlines.textContent = await (await fetch(world)).text();
  document.body.append(outlines);
}

const script = document.currentScript;

async function startAll() {
  await bringWorld();
  const figures = [...document.querySelectorAll("figure[data-chart]")].map(start);
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const figure of figures)
        if (figure.plot.clientWidth !== figure.width) draw(figure, figure.plot.clientWidth);
    }, 150);
  });
  addEventListener("beforeprint", () => figures.forEach((figure) => draw(figure, printedWidth)));
  addEventListener("afterprint", () =>
    figures.forEach((figure) => draw(figure, figure.plot.clientWidth)));
  document.documentElement.dataset.charts = "drawn";
}

startAll();
