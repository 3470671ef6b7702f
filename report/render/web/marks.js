// The kinds of charts: each takes a specification and a width and gives an <svg>.
import * as Plot from "@observablehq/plot";
import {
  down,
  fixed,
  key,
  neutral,
  rangeOf,
  scaleOf,
  signed,
  spread,
  stack,
  toneOf,
  up,
  widthOf,
} from "./layout.js";
export { map } from "./map.js";

const style = { fontFamily: "inherit", fontSize: "12px", background: "none", overflow: "visible" };

const isNumber = (value) => value !== null && value !== undefined;

const dayOf = (text) => new Date(`${text}T00:00:00Z`);

// A step holds until the next one, and the last one until the end of the chart.
function stepRows(rows, until) {
  const steps = rows.map((row) => ({ ...row, day: dayOf(row.day) }));
  const last = steps[steps.length - 1];
  return last ? [...steps, { ...last, day: dayOf(until), mark: null, change: null }] : [];
}

// What is no reform has another form, hollow.
const symbols = {
  recoding: "square",
  correction: "diamond",
  coverage: "triangle",
  methodology: "wye",
};

// rows: {day, score, name?, mark?, change?, form?, told?}; mark is the number of a law in the table.
export function steps(spec, width) {
  const names = [...new Set(spec.rows.map((row) => row.name))];
  return names.length > 1 ? smallSteps(spec, width, names) : oneStep(spec, width);
}

function oneStep(spec, width) {
  const rows = stepRows(spec.rows, spec.until);
  const scored = rows.filter((row) => row.score !== null);
  const range = rangeOf(spec, scored.map((row) => row.score));
  const marked = rows.filter((row) => row.mark);
  const moved = rows.filter((row) => row.change && row.score !== null);
  const lane = marked.length > 0 ? 62 : 10;
  const bands = spec.bands.filter((band) => band.from > range[0] && band.from < range[1]);
  const narrow = width < 560;
  const isReform = (row) => !symbols[row.form];
  const chart = Plot.plot({
    width,
    height: 270 + lane,
    style,
    marginLeft: 34,
    marginRight: narrow ? 14 : 150,
    x: { type: "utc", ticks: narrow ? 5 : 9, label: null },
    y: { domain: range, label: "Score", insetTop: lane, grid: true, ticks: 6 },
    marks: [
      Plot.ruleY(bands, { y: "from", stroke: neutral, strokeDasharray: "2,3" }),
      Plot.text(bands, {
        y: "from",
        text: (band) => `↑ ${band.name}`,
        frameAnchor: "right",
        dx: narrow ? -2 : 6,
        dy: narrow ? 8 : 0,
        textAnchor: narrow ? "end" : "start",
        fill: "currentColor",
        stroke: "var(--paper)",
        strokeWidth: 4,
        fontSize: 11,
      }),
      Plot.ruleX(marked, {
        x: "day",
        y1: (row) => row.score ?? range[0],
        y2: range[1],
        stroke: neutral,
        strokeWidth: 0.75,
        strokeDasharray: "1,3",
      }),
      Plot.line(rows, { x: "day", y: "score", curve: "step-after", stroke: up, strokeWidth: 2.5 }),
      Plot.dot(moved, {
        x: "day",
        y: "score",
        r: 4,
        symbol: (row) => symbols[row.form] ?? "circle",
        fill: (row) => (isReform(row) ? toneOf(row.change) : "var(--paper)"),
        stroke: (row) => (isReform(row) ? "var(--paper)" : toneOf(row.change)),
        strokeWidth: (row) => (isReform(row) ? 1 : 2),
      }),
      Plot.dot(marked, Plot.dodgeY("top", {
        x: "day",
        r: 9.5,
        padding: 1,
        fill: (row) => toneOf(row.change),
      })),
      Plot.text(marked, Plot.dodgeY("top", {
        x: "day",
        r: 9.5,
        padding: 1,
        text: "mark",
        fill: "#fff",
        fontWeight: 600,
        fontSize: 11,
      })),
    ],
  });
  // Where each step is that has words, for whoever points at it.
  const [x, y] = [chart.scale("x"), chart.scale("y")];
  chart.told = moved
    .filter((row) => row.told)
    .map((row) => ({ x: x.apply(row.day), y: y.apply(row.score), words: row.told }));
  return chart;
}

function smallSteps(spec, width, names) {
  const columns = Math.max(2, Math.min(6, Math.floor(width / 150)));
  const rows = names.flatMap((name, i) =>
    stepRows(spec.rows.filter((row) => row.name === name), spec.until).map((row) => ({
      ...row,
      column: i % columns,
      line: Math.floor(i / columns),
    })));
  const titles = names.map((name, i) => ({
    name,
    column: i % columns,
    line: Math.floor(i / columns),
  }));
  const range = rangeOf(spec, rows.filter((row) => row.score !== null).map((row) => row.score));
  const years = rows.map((row) => row.day.getUTCFullYear());
  const first = Math.min(...years);
  const span = Math.max(...years) - first;
  const ticks = [0.2, 0.8].map((part) => dayOf(`${Math.round(first + part * span)}-01-01`));
  return Plot.plot({
    width,
    height: 40 + 92 * Math.ceil(names.length / columns),
    style,
    marginLeft: 30,
    marginRight: 12,
    fx: { axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.12 },
    x: { type: "utc", ticks, tickFormat: (day) => `${day.getUTCFullYear()}`, label: null },
    y: { domain: range, ticks: [range[0], (range[0] + range[1]) / 2, range[1]], label: null, insetTop: 18, grid: true },
    marks: [
      Plot.line(rows, {
        x: "day",
        y: "score",
        fx: "column",
        fy: "line",
        curve: "step-after",
        stroke: up,
        strokeWidth: 2,
      }),
      Plot.text(titles, {
        fx: "column",
        fy: "line",
        text: "name",
        frameAnchor: "top-left",
        dy: 1,
        fontWeight: 600,
      }),
    ],
  });
}

// rows: {label, then, now}.
export function thenAndNow(spec, width) {
  const rows = spec.rows.filter((row) => row.now !== null || row.then !== null);
  const both = rows.filter((row) => row.now !== null && row.then !== null);
  const still = both.filter((row) => Math.abs(row.now - row.then) < 0.05);
  const moved = both.filter((row) => !still.includes(row));
  const place = { y: "label" };
  const range = scaleOf(spec, rows.flatMap((row) => [row.then, row.now]).filter(isNumber));
  const chart = Plot.plot({
    width,
    height: 44 * rows.length + 40,
    style,
    marginLeft: 12,
    marginRight: 80,
    x: { domain: range, label: "Score", grid: true, ticks: 5 },
    y: { type: "point", axis: null, domain: rows.map((row) => row.label), padding: 0.6 },
    marks: [
      Plot.text(rows, { ...place, frameAnchor: "left", text: "label", textAnchor: "start", dy: -11, dx: -8 }),
      Plot.link(moved, {
        ...place,
        x1: "then",
        x2: "now",
        y1: "label",
        y2: "label",
        dy: 6,
        stroke: (row) => toneOf(row.now - row.then),
        strokeWidth: 4,
        strokeOpacity: 0.65,
      }),
      Plot.dot(rows.filter((row) => row.then !== null), {
        ...place,
        x: "then",
        dy: 6,
        r: 5,
        fill: "var(--paper)",
        stroke: neutral,
        strokeWidth: 2,
      }),
      Plot.dot(rows.filter((row) => row.now !== null), {
        ...place,
        x: "now",
        dy: 6,
        r: 6,
        fill: (row) =>
          (row.then === null || still.includes(row) ? neutral : toneOf(row.now - row.then)),
      }),
      Plot.text(rows.filter((row) => row.now !== null), {
        ...place,
        frameAnchor: "right",
        dx: 76,
        dy: 6,
        textAnchor: "end",
        text: (row) =>
          `${fixed(row.now, spec.decimals)} ${row.then === null ? "" : `(${signed(row.now - row.then)})`}`,
      }),
    ],
  });
  return stack(width, [
    key([
      { colour: "var(--paper)", label: spec.from },
      { colour: up, label: `${spec.until}, higher` },
      { colour: down, label: `${spec.until}, lower` },
      { colour: neutral, label: "unchanged" },
    ], width),
    chart,
  ]);
}

// rows: {rank, name, score, change, marked?}; change in ranks, upwards positive; if some rows are
// marked, the others stand back.
export function league(spec, width) {
  const stands = (row) => row.marked !== false;
  const label = (row) => `${row.rank}  ${row.name}`;
  const widest = Math.max(...spec.rows.map((row) => widthOf(label(row)))) + 10;
  const range = scaleOf(spec, spec.rows.map((row) => row.score));
  return Plot.plot({
    width,
    height: 20 * spec.rows.length + 62,
    style,
    marginLeft: Math.min(widest, 0.48 * width),
    marginRight: 46,
    marginTop: 42,
    x: {
      domain: range,
      label: "Score",
      labelOffset: 38,
      axis: "top",
      grid: true,
      ticks: 4,
    },
    y: { domain: spec.rows.map(label), label: null, tickSize: 0, padding: 0.2 },
    marks: [
      Plot.barX(spec.rows, {
        x1: Math.min(Math.max(0, range[0]), range[1]),
        x2: "score",
        y: label,
        fill: (row) => (stands(row) ? up : neutral),
        fillOpacity: (row) => (stands(row) ? 1 : 0.55),
      }),
      Plot.text(spec.rows, {
        x: "score",
        y: label,
        text: (row) => fixed(row.score, spec.decimals),
        textAnchor: "start",
        dx: 4,
        fontWeight: 600,
        stroke: "var(--paper)",
        strokeWidth: 3,
        fill: "currentColor",
      }),
      Plot.text(spec.rows, {
        y: label,
        frameAnchor: "right",
        dx: 40,
        textAnchor: "end",
        text: (row) => rankChange(row.change),
        fill: "currentColor",
      }),
    ],
  });
}

function rankChange(change) {
  if (change === null || change === undefined) return "";
  if (change === 0) return "=";
  return `${change > 0 ? "▲" : "▼"} ${Math.abs(change)}`;
}

// rows: {code, name, then, now}.
export function slope(spec, width) {
  const rows = spec.rows;
  const narrow = width < 560;
  const named = (row, score) =>
    `${narrow ? row.code : row.name}  ${fixed(score, spec.decimals + (narrow ? 0 : 1))}`;
  const gap = 14;
  const top = 34;
  const scores = rows.flatMap((row) => [row.then, row.now]);
  const range = [Math.min(...scores), Math.max(...scores) + 1e-4 * (Math.abs(Math.max(...scores)) || 1)];
  const height = Math.max(260, rows.length * gap * 1.3);
  const place = (score) => top + (height * (range[1] - score)) / (range[1] - range[0]);
  const side = Math.max(
    ...rows.flatMap((row) => [widthOf(named(row, row.then)), widthOf(named(row, row.now))])) + 16;
  const leader = narrow ? 18 : 30;
  const left = side + leader;
  const right = width - side - leader;
  const thenPlaces = spread(rows.map((row) => place(row.then)), gap, top, top + height);
  const nowPlaces = spread(rows.map((row) => place(row.now)), gap, top, top + height);
  const tone = (row) =>
    (Math.abs(row.now - row.then) < 0.05 ? neutral : toneOf(row.now - row.then));
  const labels = rows.flatMap((row, i) => [
    { x: side, y: thenPlaces[i], end: place(row.then), at: left, row,
      text: named(row, row.then), anchor: "end" },
    { x: width - side, y: nowPlaces[i], end: place(row.now), at: right, row,
      text: named(row, row.now), anchor: "start" },
  ]);
  const text = (anchor) =>
    Plot.text(labels.filter((label) => label.anchor === anchor), {
      x: (label) => label.x + (anchor === "end" ? -2 : 2),
      y: "y",
      text: "text",
      textAnchor: anchor,
      fontSize: 11,
    });
  return Plot.plot({
    width,
    height: height + top + 16,
    style,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: [
      Plot.text([spec.from], { x: 0, y: 12, textAnchor: "start", fontWeight: 600 }),
      Plot.text([spec.until], { x: width, y: 12, textAnchor: "end", fontWeight: 600 }),
      Plot.link(labels, {
        x1: "x",
        y1: "y",
        x2: "at",
        y2: "end",
        stroke: neutral,
        strokeOpacity: 0.6,
        strokeWidth: 0.75,
      }),
      Plot.link(rows, {
        x1: left,
        y1: (row) => place(row.then),
        x2: right,
        y2: (row) => place(row.now),
        stroke: tone,
        strokeWidth: (row) => (Math.abs(row.now - row.then) < 0.05 ? 1 : 2),
      }),
      Plot.dot(labels, { x: "at", y: "end", r: 2.5, fill: (label) => tone(label.row) }),
      text("end"),
      text("start"),
    ],
  });
}

// rows: {name, column, score}.
export function matrix(spec, width) {
  const columns = [...new Set(spec.rows.map((row) => row.column))];
  const names = [...new Set(spec.rows.map((row) => row.name))];
  const widest = Math.max(...names.map((name) => widthOf(name))) + 10;
  const range = scaleOf(spec, spec.rows.map((row) => row.score).filter(isNumber));
  const isDark = (score) => score > range[0] + 0.55 * (range[1] - range[0]);
  return Plot.plot({
    width,
    height: 26 * names.length + 150,
    style,
    marginTop: 140,
    marginLeft: Math.min(widest, 0.45 * width),
    marginRight: 34,
    marginBottom: 10,
    x: { axis: "top", domain: columns, label: null, tickRotate: width < 560 ? -75 : -50, tickSize: 0, padding: 0.04 },
    y: { domain: names, label: null, tickSize: 0, padding: 0.06 },
    color: { domain: range, scheme: "YlGnBu" },
    marks: [
      Plot.cell(spec.rows, { x: "column", y: "name", fill: "score" }),
      Plot.text(spec.rows.filter((row) => row.score !== null), {
        x: "column",
        y: "name",
        text: (row) => fixed(row.score, spec.decimals),
        fontSize: width < 560 ? 10 : 12,
        fill: (row) => (isDark(row.score) ? "#fff" : "#111"),
      }),
    ],
  });
}

// rows: {label, points}.
export function bars(spec, width) {
  const rows = spec.rows.map((row, i) => ({ ...row, place: i }));
  const points = rows.map((row) => row.points);
  const low = Math.min(0, ...points);
  const high = Math.max(0, ...points, low + 0.1);
  const ends = (rises) => ({
    x: "points",
    y: "place",
    dx: rises ? 5 : -5,
    dy: 10,
    text: (row) => signed(row.points, 2),
    textAnchor: rises ? "start" : "end",
  });
  return Plot.plot({
    width,
    height: 42 * rows.length + 36,
    style,
    marginTop: 0,
    marginBottom: 36,
    marginLeft: 48,
    marginRight: 48,
    x: { domain: [low, high], label: "Points of the score", grid: true, ticks: 5 },
    y: { type: "band", axis: null, domain: rows.map((row) => row.place), padding: 0 },
    marks: [
      Plot.barX(rows, {
        x: "points",
        y: "place",
        fill: (row) => toneOf(row.points),
        insetTop: 22,
        insetBottom: 2,
      }),
      Plot.ruleX([0]),
      Plot.text(rows, {
        y: "place",
        frameAnchor: "left",
        dx: -46,
        dy: -10,
        text: "label",
        textAnchor: "start",
        lineWidth: width / 13,
        textOverflow: "ellipsis",
        stroke: "var(--paper)",
        strokeWidth: 4,
        fill: "currentColor",
      }),
      Plot.text(rows.filter((row) => row.points >= 0), ends(true)),
      Plot.text(rows.filter((row) => row.points < 0), ends(false)),
    ],
  });
}
