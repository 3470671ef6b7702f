// Colours, letters and places that the charts share.

import { fixed } from "./number.js";
export { fixed };

// Blue and orange are told apart by every kind of colour vision, and stand out on white and on
// black.
export const up = "#2878b8";
export const down = "#c2560a";
export const neutral = "#868d97";
export const fontSize = 12;

export function toneOf(change) {
  if (change > 0) return up;
  return change < 0 ? down : neutral;
}

// About how wide a text is drawn.
export function widthOf(text, size = fontSize) {
  return String(text).length * size * 0.6;
}

export function signed(value, decimals = 1) {
  if (value === null || value === undefined) return "";
  const text = fixed(value, decimals);
  if (Number(text) === 0) return "±0";
  return value > 0 ? `+${text}` : text;
}

// The step of an axis that covers so much: 1, 2 or 5 times a power of ten.
function stepOf(span) {
  const raw = span / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
}

// The part of the scores' scale that holds the values, with some air, in whole steps: tenths of the
// scale, if it has both ends.
export function rangeOf({ minimum, maximum }, values) {
  const bounded = minimum !== null && maximum !== null;
  if (values.length === 0) return bounded ? [minimum, maximum] : [minimum ?? 0, (minimum ?? 0) + 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = bounded ? (maximum - minimum) / 10 : stepOf(most - least || Math.abs(most) || 1);
  const low = Math.max(minimum ?? -Infinity, step * Math.floor(least / step - 0.4));
  const high = Math.min(maximum ?? Infinity, step * Math.ceil(most / step + 0.4));
  return low < high ? [low, high] : [low, low + step];
}

// The whole scale; where it has no end, the part that holds the values and 0.
export function scaleOf(spec, values) {
  const [low, high] = rangeOf(spec, [0, ...values]);
  return [spec.minimum ?? low, spec.maximum ?? high];
}

// Places for labels that want to stand at `wanted`, at least `gap` apart, within [low, high], in
// the same order.
export function spread(wanted, gap, low, high) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  // Groups of labels that touch; each is centred where its members want to be.
  const groups = [];
  for (const i of order) {
    let group = { members: [i], sum: wanted[i], start: 0 };
    for (;;) {
      const size = (group.members.length - 1) * gap;
      const centre = group.sum / group.members.length;
      group.start = Math.min(Math.max(centre - size / 2, low), Math.max(low, high - size));
      const before = groups[groups.length - 1];
      if (!before || before.start + before.members.length * gap <= group.start) break;
      groups.pop();
      group = {
        members: [...before.members, ...group.members],
        sum: before.sum + group.sum,
        start: 0,
      };
    }
    groups.push(group);
  }
  const places = [];
  for (const group of groups)
    group.members.forEach((i, place) => {
      places[i] = group.start + place * gap;
    });
  return places;
}

const svgSpace = "http://www.w3.org/2000/svg";

// One picture of several, from top to bottom.
export function stack(width, parts) {
  const svg = document.createElementNS(svgSpace, "svg");
  let height = 0;
  for (const part of parts) {
    part.setAttribute("y", height);
    height += Number(part.getAttribute("height"));
    svg.append(part);
  }
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
    svg.setAttribute(key, value);
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("font-size", fontSize);
  return svg;
}

// A key to colours: [{colour, label}], in as many lines as needed.
export function key(entries, width) {
  const svg = document.createElementNS(svgSpace, "svg");
  let x = 0;
  let y = 0;
  for (const { colour, label } of entries) {
    const wide = 18 + widthOf(label) + 14;
    if (x > 0 && x + wide > width) {
      x = 0;
      y += 20;
    }
    const square = document.createElementNS(svgSpace, "rect");
    const place = { x, y: y + 3, width: 12, height: 12, fill: colour, stroke: neutral };
    for (const [name, value] of Object.entries(place)) square.setAttribute(name, value);
    const text = document.createElementNS(svgSpace, "text");
    text.setAttribute("x", x + 18);
    text.setAttribute("y", y + 13);
    text.setAttribute("fill", "currentColor");
    text.setAttribute("font-size", fontSize);
    text.textContent = label;
    svg.append(square, text);
    x += wide;
  }
  svg.setAttribute("width", width);
  svg.setAttribute("height", y + 26);
  return svg;
}
