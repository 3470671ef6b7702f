// tables.mjs METHODOLOGY.json ANSWERS.csv SCORES.csv NODE FOLDER: writes answers.csv, units.csv,
// tree.csv and labels.csv for schema.sql.  A unit is a child of an area: an indicator, or a node of several.
import { readFileSync, writeFileSync } from "node:fs";
const [, , methodologyFile, answersFile, scoresFile, headline, folder] = process.argv;
const { indicators, nodes } = JSON.parse(readFileSync(methodologyFile, "utf8"));
const childrenOf = (code) => nodes.find((node) => node.code === code)?.children ?? [];

function* rowsOf(file) {
  const [head, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const columns = head.split(",");
  for (const line of lines) {
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ""));
    yield Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  }
}

const areas = childrenOf(headline);
const areaOf = new Map(areas.flatMap((area) => childrenOf(area).map((unit) => [unit, area])));
const answers = [...rowsOf(answersFile)];
const lines = (rows, code, more = []) =>
  rows.map((row, i) => [row.country, row[code], row.at, i, row.score, ...more.map((name) => row[name])]
    .join(",")).join("\n") + "\n";
writeFileSync(`${folder}/answers.csv`,
  lines(answers, "indicator", ["answer", "effective", "earliest", "latest", "kind"]));
const units = [
  ...answers.filter((row) => areaOf.has(row.indicator)).map((row) => ({ ...row, unit: row.indicator })),
  ...[...rowsOf(scoresFile)].filter((row) => areaOf.has(row.node)).map((row) => ({ ...row, unit: row.node })),
];
writeFileSync(`${folder}/units.csv`, lines(units, "unit"));
writeFileSync(`${folder}/tree.csv`, [...areaOf].map((pair) => pair.join(",")).join("\n") + "\n");
const labelOf = ({ code, level = "indicator", label }) =>
  [code, level, `"${label.replaceAll('"', '""')}"`].join(",");
writeFileSync(`${folder}/labels.csv`, [...indicators, ...nodes].map(labelOf).join("\n") + "\n");
