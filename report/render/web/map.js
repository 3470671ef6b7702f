// Maps of the world and, larger, of Europe, where most countries of the index lie.
import * as Plot from "@observablehq/plot";
import { feature, mesh } from "topojson-client";
import { key, neutral, stack } from "./layout.js";

const noData = "#8888883d";
// Light to dark; the classes can be told apart without colour.
const scoreTones = ["#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"];
const changeClasses = [
  { from: -Infinity, colour: "#b35806", label: "down 5 or more" },
  { from: -5, colour: "#e08214", label: "down 2 to 5" },
  { from: -2, colour: "#fdb863", label: "down less than 2" },
  { from: -0.05, colour: "#d0d4d9", label: "unchanged" },
  { from: 0.05, colour: "#9ecae1", label: "up less than 2" },
  { from: 2, colour: "#4292c6", label: "up 2 to 5" },
  { from: 5, colour: "#084594", label: "up 5 or more" },
];

// Corners of what the second map shows.
const europe = { type: "MultiPoint", coordinates: [[-23, 66], [-9, 36], [16, 34.5], [34, 34], [42, 66]] };

function scoreClasses(bands) {
  const rising = [...bands].sort((a, b) => a.from - b.from);
  return rising.map((band, i) => ({
    from: i === 0 ? -Infinity : band.from,
    colour: scoreTones[Math.round((i * (scoreTones.length - 1)) / Math.max(1, rising.length - 1))],
    label: `${band.name} (${band.from}+)`,
  }));
}

// rows: {code, value}; `spec.scale` is "score" or "change".
export function map(spec, width) {
  const world = JSON.parse(document.getElementById("world-map").textContent);
  const countries = feature(world, world.objects.countries);
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
  const values = new Map(spec.rows.map((row) => [row.code, row.value]));
  const classes = spec.scale === "change" ? changeClasses : scoreClasses(spec.bands);
  const classOf = (value) => classes.filter((entry) => value >= entry.from).pop();
  const fill = ({ id }) => {
    const value = values.get(id);
    return value === undefined || value === null ? noData : classOf(value).colour;
  };
  const marks = [
    Plot.geo(countries, { fill, clip: "frame" }),
    Plot.geo(borders, { stroke: "var(--paper)", strokeWidth: 0.6, clip: "frame" }),
    Plot.frame({ stroke: neutral, strokeOpacity: 0.5 }),
  ];
  const shared = { width, margin: 1, marks };
  const present = new Set(
    spec.rows
      .filter((row) => row.value !== null)
      .map((row) => classOf(row.value)));
  return stack(width, [
    key(
      [
        ...classes.filter((entry) => present.has(entry)),
        { colour: noData, label: "not in the report" },
      ],
      width,
    ),
    Plot.plot({
      ...shared,
      height: 0.5 * width,
      projection: {
        type: "equal-earth",
        domain: { type: "MultiPoint", coordinates: [[-168, 0], [179, 0], [0, 77], [0, -56]] },
      },
    }),
    Plot.plot({
      ...shared,
      height: 0.7 * width,
      projection: { type: "conic-conformal", rotate: [-10, 0], parallels: [35, 65], domain: europe },
    }),
  ]);
}
