// The editor's desk: forms and lists over the editing API.
//
// The token is kept in this tab (sessionStorage) and sent in a header, never in an address.  The
// server checks, computes and decides everything; here answers are only put in their places.
const kept = "lawtrace-desk-token";
const { base } = document.documentElement.dataset;
const byId = (id) => document.getElementById(id);
let me = null;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, key === "href" && value.startsWith("/") ? base + value : value);
  }
  made.append(...children);
  return made;
}

function say(words, isFault = false) {
  const said = byId("said");
  said.textContent = words;
  said.className = isFault ? "faults" : "lead";
}

// The answer of the API, or an error with its lines.
async function call(method, path, body, more = {}) {
  const headers = { authorization: `Bearer ${sessionStorage.getItem(kept)}`,
    accept: "application/json", ...more };
  if (body) headers["content-type"] = "application/json";
  let response;
  try {
    response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body),
      cache: "no-store", credentials: "omit" });
  } catch {
    throw Object.assign(new Error("The server cannot be reached. Nothing was sent; try again."),
      { lines: [] });
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) leave("The token is not valid, or not any more.");
  const lines = answer.errors ?? [answer.detail ?? `The server answered ${response.status}.`];
  throw Object.assign(new Error(lines[0]), { lines });
}

// A table of rows; `columns` are [heading, cell of a row].
function table(caption, columns, rows) {
  const head = columns.map(([heading]) => element("th", { scope: "col" }, heading));
  const body = rows.map((row) =>
    element("tr", {}, ...columns.map(([, cell]) => element("td", {}, cell(row) ?? ""))));
  return element("div",
    { class: "table", tabindex: "0", role: "region", "aria-label": `Table: ${caption}` },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body)));
}

const shownAtFirst = 15;

// The list's first rows, and a button for the rest.
function fill(id, columns, rows, nothing) {
  const section = byId(id);
  const list = section.querySelector(".list");
  section.hidden = false;
  const show = (count) => {
    if (rows.length === 0) return list.replaceChildren(element("p", {}, nothing));
    const parts = [table(section.querySelector("h2").textContent, columns, rows.slice(0, count))];
    if (count < rows.length)
      parts.push(element("button", { type: "button", onclick: () => show(rows.length) },
        `Show all ${rows.length}`));
    return list.replaceChildren(...parts);
  };
  show(shownAtFirst);
}

const points = (value) => (value === null || value === undefined ? "" :
  `${value > 0 ? "+" : ""}${fixed(value, 2)}`);
const link = (href, words) => element("a", { href }, words ?? "");
const button = (label, about, onclick, kind = "") =>
  element("button", { type: "button", "aria-label": `${label}: ${about}`, class: kind, onclick },
    label);

// ---- the form that records

const form = byId("record");
const field = (name) => form.elements.namedItem(name);

function clearFaults() {
  for (const place of form.querySelectorAll("[data-fault]")) {
    place.replaceChildren();
    place.hidden = true;
  }
  for (const control of form.elements) control.removeAttribute("aria-invalid");
}

// Puts each line beside the field that it names; the rest above the form.
function tellFaults(lines) {
  clearFaults();
  let first = null;
  for (const line of lines) {
    const [, list, words] = /^(?:(events|laws):\d+: )?(.*)$/s.exec(line);
    const named = /^[a-z_]+/.exec(words)?.[0] ?? "";
    const names = [list === "laws" ? `law.${named}` : named, `${named}s`,
      named === "there" || words.includes("supersede") ? "supersedes" : "",
      list === "laws" ? "law.law" : ""];
    const name = names.find((one) => one && form.querySelector(`[data-fault="${one}"]`)) ?? "";
    const place = form.querySelector(`[data-fault="${name}"]`);
    place.append(element("span", {}, words), document.createElement("br"));
    place.hidden = false;
    const control = name && field(name);
    if (control) {
      control.setAttribute("aria-invalid", "true");
      control.closest("details")?.setAttribute("open", "");
      first ??= control;
    }
  }
  (first ?? byId("recording")).scrollIntoView({ block: "center" });
  first?.focus();
}

// What the fields say, as the API takes it.
function stated() {
  const event = {};
  for (const name of ["kind", "country", "indicator", "answer", "effective", "supersedes", "comment",
    "url"])
    if (field(name).value.trim()) event[name] = field(name).value.trim();
  const law = {};
  for (const control of form.elements)
    if (control.name.startsWith("law.") && control.value.trim())
      law[control.name.slice(4)] = control.value.trim();
  const named = law.law ?? field("laws").value.trim();
  const provision = field("provision").value.trim();
  if (named) event.laws = provision ? `${named}:cause:${provision}` : named;
  const body = { events: [event] };
  if (Object.keys(law).length > 0) body.laws = [{ country: event.country, ...law }];
  return body;
}

function withRemarks(body) {
  for (const name of ["note", "embargo_until"])
    if (field(name).value.trim()) body[name] = field(name).value.trim();
  return body;
}

function changesOf(preview) {
  if (preview.changes.length === 0)
    return [element("p", {}, "No score changes: " +
      (preview.law_count ? "only the register does." : "the statement only enters the record."))];
  return preview.changes.flatMap((change) => {
    const line = `${change.country_name}, ${change.question}: ${change.old_answer ?? "no answer"} → ` +
      `${change.new_answer ?? "no answer"} on ${change.day}` +
      (change.without_effect ? `; without effect: ${change.without_effect}` : "");
    const level = (one) => element("span", {}, one.label);
    const figure = (value) => (value === null ? "none" : fixed(value, 2));
    return [element("p", {}, line), table("What it would do", [
      ["score", level],
      ["before", (one) => figure(one.before)],
      ["after", (one) => figure(one.after)],
      ["points", (one) => points(one.points)],
      ["rank", (one) => [one.rank_before, one.rank_after].map((rank) => rank ?? "none").join(" → ")],
      ["band", (one) => (one.band_before === one.band_after ? one.band_after :
        `${one.band_before} → ${one.band_after}`)],
    ], change.levels)];
  });
}

async function preview() {
  const place = byId("previewed");
  try {
    const answer = await call("POST", "/v1/previews", stated());
    clearFaults();
    place.replaceChildren(...changesOf(answer));
  } catch (fault) {
    place.replaceChildren();
    tellFaults(fault.lines.length ? fault.lines : [fault.message]);
  }
}

async function showQuestion(wanted = "") {
  const country = field("country").value;
  const indicator = field("indicator").value;
  const place = byId("on-record");
  const answers = field("answer");
  if (!country || !indicator) return place.replaceChildren();
  try {
    const query = new URLSearchParams({ country, indicator });
    const question = await call("GET", `/v1/desk/question?${query}`);
    answers.replaceChildren(element("option", { value: "" }, "Choose"),
      ...question.options.map((option) => element("option", { value: option.answer },
        `${option.answer}${option.label ? `: ${option.label}` : ""}` +
        (option.answer === question.answer ? " (in force)" : ""))),
      element("option", { value: "not_assessed" }, "not assessed"),
      element("option", { value: "not_applicable" }, "not applicable"));
    answers.value = wanted;
    place.replaceChildren(
      element("p", {}, `In force today: ${question.answer ?? "no answer"}. `,
        link(`/country/${country}/${indicator}`, "Everything on record")),
      element("details", {}, element("summary", {}, `On record: ${question.events.length}`),
        table("On record", [
        ["number", (event) => String(event.event ?? event.sequence)],
        ["kind", (event) => event.kind],
        ["answer", (event) => event.answer ?? ""],
        ["effective", (event) => event.effective ?? ""],
        ["status", (event) => event.status ?? ""],
        ["to do", (event) => button("Correct", `statement ${event.event ?? event.sequence}`, () =>
          startFrom({ kind: "correction", country, indicator,
            supersedes: event.event ?? event.sequence, effective: event.effective,
            answer: event.answer }))],
      ], question.events)));
  } catch (fault) {
    place.replaceChildren(element("p", { class: "faults" }, fault.message));
  }
}

async function showLaws() {
  const country = field("country").value;
  const list = byId("laws-of-country");
  if (!country) return list.replaceChildren();
  const laws = await call("GET", `/v1/laws?${new URLSearchParams({ country })}`);
  list.replaceChildren(...laws.map((law) =>
    element("option", { value: law.law }, [law.title_en ?? law.title, law.number].filter(Boolean)
      .join(", "))));
}

async function startFrom(values) {
  form.reset();
  clearFaults();
  byId("previewed").replaceChildren();
  for (const [name, value] of Object.entries(values))
    if (name !== "answer" && field(name)) field(name).value = value ?? "";
  form.scrollIntoView();
  field("laws").focus();
  await Promise.all([showQuestion(values.answer ?? ""), showLaws()]);
}

// What is sent again after a lost answer is done once; what was changed since is another request.
let requestKey = "";

async function send(event) {
  event.preventDefault();
  requestKey ||= [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  try {
    const sent = await call("POST", "/v1/submissions", withRemarks(stated()),
      { "idempotency-key": requestKey });
    requestKey = "";
    form.reset();
    clearFaults();
    byId("previewed").replaceChildren();
    byId("on-record").replaceChildren();
    say(`Submission ${sent.number} is ${sent.state}` +
      (sent.state === "submitted" ? " and waits for another person." : "."));
    byId("said").scrollIntoView({ block: "center" });
    await showLists();
  } catch (fault) {
    tellFaults(fault.lines.length ? fault.lines : [fault.message]);
  }
}

// ---- the lists

async function confirmLaw(row) {
  const law = { ...row, status: "confirmed" };
  for (const name of ["changes", "points"]) delete law[name];
  for (const [name, value] of Object.entries(law)) if (value === null) delete law[name];
  try {
    const sent = await call("POST", "/v1/laws", law);
    say(`Submission ${sent.number} (${row.law}) is ${sent.state}.`);
    await showLists();
  } catch (fault) {
    say(fault.lines.join(" ") || fault.message, true);
  }
}

async function decide(number, action, remark) {
  if (action === "reject" && !remark) return say("Say why: a rejection needs a reason.", true);
  try {
    const done = await call("POST", `/v1/submissions/${number}/${action}`, { remark });
    say(`Submission ${number} is ${done.state}.`);
    await showLists();
  } catch (fault) {
    say(fault.lines.join(" ") || fault.message, true);
  }
}

// What a submission states, and what it would do.
async function look(number, place) {
  try {
    const { events, laws } = await call("GET", `/v1/submissions/${number}`);
    const lines = [...events, ...laws].map((statement) => element("li", {},
      Object.entries(statement).map(([name, value]) => `${name}: ${value}`).join("; ")));
    const parts = [element("ul", {}, ...lines)];
    place.replaceChildren(...parts);
    const answer = await call("POST", "/v1/previews", { events, laws });
    place.replaceChildren(...parts, ...changesOf(answer));
  } catch (fault) {
    place.append(element("p", { class: "faults" }, fault.lines.join(" ") || fault.message));
  }
}

function summaryOf(submission) {
  return `${submission.event_count} statements, ${submission.law_count} laws` +
    (submission.note ? `: ${submission.note}` : "");
}

function waitingRow(submission) {
  const number = submission.number;
  const place = element("div", {});
  const remark = element("input", { type: "text", "aria-label": `Reason, submission ${number}`,
    placeholder: "Reason" });
  const actions = [button("Look", `submission ${number}`, () => look(number, place))];
  if (submission.author_id === me.person_id)
    actions.push(button("Withdraw", `submission ${number}`,
      () => decide(number, "withdraw", remark.value.trim())));
  else if (me.may_decide)
    actions.push(remark,
      button("Approve", `submission ${number}`, () => decide(number, "approve", remark.value.trim()),
        "main"),
      button("Reject", `submission ${number}`, () => decide(number, "reject", remark.value.trim())));
  return element("li", {},
    element("strong", {}, `${number}, ${submission.author}`), " – ", summaryOf(submission),
    element("div", { class: "moves" }, ...actions), place);
}

async function showLists() {
  const [all, unattributed, recognised] = await Promise.all([
    call("GET", "/v1/submissions"), call("GET", "/v1/desk/unattributed"),
    call("GET", "/v1/desk/recognised")]);
  const waiting = all.filter((one) => one.state === "submitted" || one.state === "approved");
  const section = byId("waiting");
  section.hidden = false;
  section.querySelector(".list").replaceChildren(waiting.length === 0
    ? element("p", {}, "Nothing waits.")
    : element("ul", { class: "following" }, ...waiting.map(waitingRow)));
  fill("unattributed", [
    ["points of its area", (row) => points(row.area_points)],
    ["overall", (row) => points(row.points)],
    ["country", (row) => link(`/country/${row.country}`, row.country)],
    ["question", (row) => link(`/country/${row.country}/${row.indicator}`, row.label ?? row.indicator)],
    ["answer", (row) => `${row.old} → ${row.new}`],
    ["between", (row) => row.bounds],
    ["to do", (row) => button("Name its law", `event ${row.event}`, () => startFrom({
      kind: "correction", country: row.country, indicator: row.indicator, answer: row.new,
      supersedes: row.event, effective: row.bounds?.slice(0, 4) }))],
  ], unattributed, "Every change names its law.");
  fill("recognised", [
    ["points", (row) => fixed(row.points, 2)],
    ["country", (row) => row.country ?? ""],
    ["law", (row) => link(`/law/${row.law}`, row.law)],
    ["title", (row) => row.title_en ?? row.title ?? row.number ?? ""],
    ["adopted", (row) => row.adopted ?? ""],
    ["changed", (row) => String(row.changes)],
    ["to do", (row) => button("Confirm", row.law, () => confirmLaw(row))],
  ], recognised, "Every law has been confirmed.");
  fill("mine", [
    ["number", (row) => String(row.number)],
    ["state", (row) => row.state],
    ["what", summaryOf],
    ["decided by", (row) => row.decided_by],
    ["reason", (row) => row.remark],
    ["in the log", (row) => (row.first_sequence === null ? "" :
      `${row.first_sequence} to ${row.last_sequence}`)],
  ], all.filter((one) => one.author_id === me.person_id).reverse(), "You have sent nothing yet.");
}

// ---- entering and leaving

function leave(words) {
  sessionStorage.removeItem(kept);
  me = null;
  byId("desk").hidden = true;
  byId("enter").hidden = false;
  for (const list of document.querySelectorAll("#desk .list")) list.replaceChildren();
  say(words, true);
}

async function enter() {
  document.documentElement.dataset.desk = "opening";
  try {
    me = await call("GET", "/v1/desk");
    if (!me.may_submit) return leave("This token may only read; the desk needs a coder's.");
    byId("me").textContent = `${me.person}, ${me.role}` +
      (me.writes_alone ? "; what you send enters the log at once" : "");
    byId("enter").hidden = true;
    byId("desk").hidden = false;
    say("");
    await showLists();
  } catch (fault) {
    say(fault.message, true);
  }
  document.documentElement.dataset.desk = "open";
}

byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId("enter").elements.namedItem("token");
  sessionStorage.setItem(kept, input.value.trim());
  input.value = "";
  enter();
});
byId("leave").addEventListener("click", () => leave("You have left the desk."));
byId("preview-button").addEventListener("click", preview);
form.addEventListener("submit", send);
form.addEventListener("input", () => {
  requestKey = "";
  byId("previewed").replaceChildren();
});
field("laws").setAttribute("list", "laws-of-country");
field("country").addEventListener("change", () => { showQuestion(); showLaws(); });
field("indicator").addEventListener("change", () => showQuestion());
if (sessionStorage.getItem(kept)) enter();
