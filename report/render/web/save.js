// "Save" buttons of a chart: SVG as drawn, PNG at twice the size; both on white, with their title.

const savedWidth = 900;
const margin = 16;
const svgSpace = "http://www.w3.org/2000/svg";

function element(name, attributes, text) {
  const node = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// The text broken into lines of about `length` letters.
function lines(text, length) {
  const result = [""];
  for (const word of text.split(" ")) {
    const last = result.length - 1;
    if (result[last] && result[last].length + word.length >= length) result.push(word);
    else result[last] += (result[last] ? " " : "") + word;
  }
  return result;
}

// The chart as a picture of its own, with title and source.
function picture(spec, render) {
  const chart = render(savedWidth - 2 * margin);
  const titles = lines(spec.title, 80);
  const sources = lines(spec.source, 135);
  const top = margin + 22 * titles.length + 6;
  const bottom = top + Number(chart.getAttribute("height")) + 8;
  const height = bottom + 15 * sources.length + 12;
  const svg = element("svg", {
    xmlns: svgSpace,
    width: savedWidth,
    height,
    viewBox: `0 0 ${savedWidth} ${height}`,
    "font-family": "system-ui, sans-serif",
  });
  // Not as an attribute, which a page may refuse.
  svg.style.color = "#1b1f24";
  svg.style.background = "#fff";
  svg.append(element("title", {}, spec.title));
  svg.append(element("desc", {}, spec.description));
  svg.append(element("rect", { width: "100%", height: "100%", fill: "#fff" }));
  titles.forEach((line, i) =>
    svg.append(
      element(
        "text",
        { x: margin, y: margin + 16 + 22 * i, "font-size": 17, "font-weight": 600 },
        line,
      ),
    ));
  chart.setAttribute("x", margin);
  chart.setAttribute("y", top);
  svg.append(chart);
  sources.forEach((line, i) =>
    svg.append(
      element(
        "text",
        { x: margin, y: bottom + 15 * (i + 1), "font-size": 11, fill: "#57606a" },
        line,
      ),
    ));
  return { svg, height };
}

function textOf({ svg }) {
  return new XMLSerializer().serializeToString(svg).replaceAll("var(--paper)", "#fff");
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function saveSvg(drawn, name) {
  offer(new Blob([textOf(drawn)], { type: "image/svg+xml" }), `${name}.svg`);
}

function savePng(drawn, name) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * savedWidth;
    canvas.height = 2 * drawn.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => offer(blob, `${name}.png`));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(drawn))}`;
}

// The title as the name of a file.
function nameOf(spec) {
  const plain = spec.title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-|-$/g, "").slice(0, 60) || "chart";
}

// Puts the buttons behind the chart; `render(width)` draws it afresh.
export function addSaveButtons(figure, spec, render) {
  const bar = document.createElement("p");
  bar.className = "save";
  for (const [label, save] of [["SVG", saveSvg], ["PNG", savePng]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Save ${label}`;
    button.setAttribute("aria-label", `Save “${spec.title}” as ${label}`);
    button.addEventListener("click", () => save(picture(spec, render), nameOf(spec)));
    bar.append(button);
  }
  figure.querySelector(".plot").after(bar);
}
