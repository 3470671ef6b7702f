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

function draw(figure, width) {
  const { spec, plot } = figure;
  plot.replaceChildren(kinds[spec.kind](spec, width));
  figure.width = width;
}

function start(element) {
  const spec = JSON.parse(element.querySelector("script").textContent);
  const plot = element.querySelector(".plot");
  const figure = { spec, plot, width: 0 };
  draw(figure, plot.clientWidth);
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", spec.description);
  addSaveButtons(element, spec, (width) => kinds[spec.kind](spec, width));
  // Marks in the chart are explained in the table.
  element.querySelector("details").open = spec.rows.some((row) => row.mark);
  return figure;
}

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
