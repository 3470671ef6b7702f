// tables.mjs METHODOLOGY.json SERIES.csv NODE FOLDER: writes answers.csv and tree.csv for schema.sql.
import { readFileSync, writeFileSync } from "node:fs";
const [, , methodologyFile, seriesFile, headline, folder] = process.argv;
const methodology = JSON.parse(readFileSync(methodologyFile, "utf8"));
const nodes = new Map(methodology.nodes.map((node) => [node.code, node]));
const tree = [];
const descend = (code) =>
  (nodes.get(code)?.children ?? []).forEach((child, position) => {
    tree.push([child, code, position].join(","));
    descend(child);
  });
descend(headline);
writeFileSync(`${folder}/tree.csv`, tree.join("\n") + "\n");
const [head, ...rows] = readFileSync(seriesFile, "utf8").trim().split("\n");
const columns = head.split(",");
const at = (name) => columns.indexOf(name);
const lines = rows.map((row) => row.split(",")).map((cells) =>
  [cells[at("country")], cells[at("indicator")], cells[at("at")], cells[at("event")],
   cells[at("score")]].join(","));
writeFileSync(`${folder}/answers.csv`, lines.join("\n") + "\n");
