// The overview in motion: looks up every country's step on the day of the slider and shows it.
//
// /v1/overview gives all steps once, with every word and rank; nothing is worked out here but which
// step holds on a day and where its row goes.
const root = document.getElementById("overview");
const slider = document.getElementById("slider");
const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const isoOf = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const words = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});
const wordsOf = (day) => words.format(new Date(day * 86_400_000));
const mostMoves = 4;

function banner(text) {
  let box = document.getElementById("banner");
  if (!box) {
    box = document.createElement("p");
    box.id = "banner";
    box.setAttribute("role", "alert");
    root.prepend(box);
  }
  box.textContent = text;
  return box;
}

// The position of the last entry that is at most `day`; -1 before the first.
function lastAt(days, day) {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

class Overview {
  constructor(data) {
    this.data = data;
    this.days = data.days.map(dayOf);
    this.body = document.querySelector("#league tbody");
    this.rowHeight = 0;
    this.countries = data.countries.map((country) => {
      const row = this.body.querySelector(`tr[data-code="${CSS.escape(country.code)}"]`);
      return {
        ...country,
        at: country.day.map((position) => this.days[position]),
        step: -2,
        row,
        cells: {
          rank: row.querySelector(".rank"),
          value: row.querySelector(".value"),
          swatch: row.querySelector(".swatch"),
          word: row.querySelector(".class"),
        },
        paths: [...document.querySelectorAll(`#maps path[data-code="${CSS.escape(country.code)}"]`)],
        lastSeen: country.last_seen ? dayOf(country.last_seen) : -Infinity,
        isStale: null,
        home: 0,
      };
    });
    this.movesByDay = new Map();
    data.moves.day.forEach((day, i) => {
      const key = dayOf(day);
      if (!this.movesByDay.has(key)) this.movesByDay.set(key, []);
      this.movesByDay.get(key).push(i);
    });
    this.moveDays = [...this.movesByDay.keys()].sort((a, b) => a - b);
    this.elements = {
      day: document.getElementById("day"),
      happened: document.getElementById("happened"),
      announced: document.getElementById("announced"),
      field: document.querySelector('#controls input[name="at"]'),
    };
    this.rest();
    this.drawTicks();
  }

  // Rows stand where the page has them; from here they are only moved by transform.
  rest() {
    const rows = [...this.body.children];
    for (const country of this.countries) country.home = rows.indexOf(country.row);
    this.rowHeight = rows[0]?.getBoundingClientRect().height ?? 0;
  }

  show(day) {
    let moved = false;
    for (const country of this.countries) {
      const step = lastAt(country.at, day);
      const isStale = day > country.lastSeen;
      if (isStale !== country.isStale) {
        country.isStale = isStale;
        country.row.classList.toggle("stale", isStale);
      }
      if (step === country.step) continue;
      moved = true;
      country.step = step;
      const has = step >= 0 && country.text[step] !== null;
      const style = has ? `k${country.class[step]}` : "none";
      country.cells.rank.textContent = has ? country.rank[step] : "–";
      country.cells.value.textContent = has ? country.text[step] : "–";
      country.cells.word.textContent = has ? this.data.classes[country.class[step]].name : "no score";
      country.cells.swatch.className = `swatch ${style}`;
      for (const path of country.paths) path.setAttribute("class", style);
    }
    if (moved) this.place();
    this.tell(day);
    this.day = day;
  }

  place() {
    const placeOf = (country) => (country.step >= 0 && country.place[country.step]) || Infinity;
    const order = this.countries.map((country, i) => i).sort((a, b) => {
      const [first, second] = [placeOf(this.countries[a]), placeOf(this.countries[b])];
      return first === second ? a - b : first - second;
    });
    order.forEach((i, place) => {
      const country = this.countries[i];
      const offset = (place - country.home) * this.rowHeight;
      if (offset === country.offset) return;
      country.offset = offset;
      country.row.style.transform = offset ? `translateY(${offset}px)` : "";
    });
    this.order = order;
  }

  // Puts the rows themselves in order, for whoever reads or tabs through them.
  settle() {
    if (this.order) {
      this.body.classList.add("still");
      const focused = document.activeElement;
      this.body.append(...this.order.map((i) => this.countries[i].row));
      for (const country of this.countries) {
        country.row.style.transform = "";
        country.offset = 0;
      }
      if (this.body.contains(focused)) focused.focus({ preventScroll: true });
      this.order = null;
      this.rest();
      requestAnimationFrame(() => this.body.classList.remove("still"));
    }
    const address = new URL(location);
    address.searchParams.set("at", isoOf(this.day));
    history.replaceState(null, "", address);
    for (const link of document.querySelectorAll("a[data-day]")) {
      const target = new URL(link.href);
      target.searchParams.set("at", isoOf(this.day));
      link.href = target;
    }
    this.elements.announced.textContent = `${wordsOf(this.day)}. ${this.elements.happened.textContent}`;
  }

  tell(day) {
    const text = wordsOf(day);
    this.elements.day.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    this.elements.field.value = isoOf(day);
    const moves = this.movesByDay.get(day);
    if (!moves) {
      const before = lastAt(this.moveDays, day);
      this.elements.happened.textContent =
        before < 0 ? "No score has moved yet." : `Last move: ${wordsOf(this.moveDays[before])}.`;
      return;
    }
    const { moves: all, countries } = this.data;
    const told = moves
      .slice(0, mostMoves)
      .map((i) => `${countries[all.country[i]].name} ${all.text[i]} (${all.cause[i]})`);
    const rest = moves.length - told.length;
    this.elements.happened.textContent = told.join("; ") + (rest > 0 ? `; and ${rest} more.` : ".");
  }

  // A mark for each day on which a score moved, and the years.
  drawTicks() {
    const box = document.getElementById("ticks");
    const low = Number(slider.min);
    const span = Number(slider.max) - low || 1;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("viewBox", "0 0 1000 10");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", this.moveDays
      .filter((day) => day >= low)
      .map((day) => {
        const height = Math.min(10, 2 + this.movesByDay.get(day).length / 2);
        return `M${((day - low) / span * 1000).toFixed(1)} 10v${-height}`;
      })
      .join(""));
    svg.append(path);
    const years = document.createElement("p");
    const first = Number(isoOf(low).slice(0, 4)) + 1;
    const last = Number(isoOf(low + span).slice(0, 4));
    for (let year = first; year <= last; year += Math.max(1, Math.ceil((last - first) / 9))) {
      const label = document.createElement("span");
      label.textContent = year;
      label.style.left = `${(dayOf(`${year}-01-01`) - low) / span * 100}%`;
      years.append(label);
    }
    box.append(svg, years);
  }
}

function addYears(day, years, months) {
  const date = new Date(day * 86_400_000);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + 12 * years + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return Math.round(date.getTime() / 86_400_000);
}

function start(data) {
  const overview = new Overview(data);
  const low = Number(slider.min);
  const high = Number(slider.max);
  let waiting = false;
  let settling;
  // The browser may report the slider more often than it draws.
  const request = () => {
    clearTimeout(settling);
    settling = setTimeout(() => overview.settle(), 350);
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      overview.show(Number(slider.value));
    });
  };
  const goTo = (day) => {
    slider.value = Math.min(high, Math.max(low, day));
    request();
  };
  slider.addEventListener("input", request);
  // Under the hand rows go straight to their places: to glide there is work for every frame.
  slider.addEventListener("pointerdown", () => overview.body.classList.add("still"));
  addEventListener("pointerup", () => overview.body.classList.remove("still"));
  slider.addEventListener("keydown", (event) => {
    const direction = { PageUp: 1, PageDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    goTo(addYears(Number(slider.value), event.shiftKey ? direction : 0, event.shiftKey ? 0 : direction));
  });
  document.getElementById("previous").addEventListener("click", () => {
    const at = lastAt(overview.moveDays, Number(slider.value) - 1);
    if (at >= 0) goTo(overview.moveDays[at]);
  });
  document.getElementById("next").addEventListener("click", () => {
    const at = lastAt(overview.moveDays, Number(slider.value)) + 1;
    if (at < overview.moveDays.length) goTo(overview.moveDays[at]);
  });
  overview.elements.field.addEventListener("change", (event) => {
    if (event.target.value) goTo(dayOf(event.target.value));
  });
  play(overview, goTo, low, high);
  point(overview);
  addEventListener("resize", () => overview.rest());
  document.getElementById("timeline").hidden = false;
  overview.show(Number(slider.value));
  overview.settle();
  document.documentElement.dataset.page = "ready";
}

// Runs from the day on, or from the first if it is the last, in about twenty seconds.
function play(overview, goTo, low, high) {
  const button = document.getElementById("play");
  let running = null;
  const stop = () => {
    cancelAnimationFrame(running);
    running = null;
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (running !== null) return stop();
    button.textContent = "Pause";
    const from = Number(slider.value) >= high ? low : Number(slider.value);
    const began = performance.now();
    const perMillisecond = (high - low) / 20_000;
    const frame = (time) => {
      const day = Math.round(from + Math.max(0, time - began) * perMillisecond);
      goTo(day);
      if (day >= high) return stop();
      running = requestAnimationFrame(frame);
    };
    running = requestAnimationFrame(frame);
  });
  slider.addEventListener("pointerdown", stop);
}

// Tells of the country under the pointer; a click opens it.
function point(overview) {
  const maps = document.getElementById("maps");
  const told = document.getElementById("pointed");
  if (!told) return;
  const byCode = new Map(overview.countries.map((country) => [country.code, country]));
  const of = (event) => byCode.get(event.target.dataset?.code);
  maps.addEventListener("pointerover", (event) => {
    const country = of(event);
    if (!country) return;
    const has = country.step >= 0 && country.text[country.step] !== null;
    told.textContent = has
      ? `${country.name}: ${country.text[country.step]}, rank ${country.rank[country.step]}, ` +
        overview.data.classes[country.class[country.step]].name
      : `${country.name}: no score on this day`;
  });
  maps.addEventListener("click", (event) => {
    const country = of(event);
    if (country) location.href = `${document.documentElement.dataset.base}/country/${encodeURIComponent(country.code)}`;
  });
}

async function load() {
  try {
    const response = await fetch(root.dataset.series);
    if (!response.ok) throw new Error(String(response.status));
    start(await response.json());
  } catch {
    const box = banner(
      "The connection was lost before all days were loaded. This day is shown; choose another one " +
        "above, or ");
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "try again";
    again.addEventListener("click", () => {
      box.remove();
      load();
    });
    box.append(again);
    document.documentElement.dataset.page = "offline";
  }
}

load();
