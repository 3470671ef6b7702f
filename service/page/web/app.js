// What every view does with a script.  Without it all views work, by reloading.
//
// Forms in ".controls" ask again when a choice is made; "Copy" puts the citation on the clipboard.
const overview = document.getElementById("overview");

for (const form of document.querySelectorAll("form.controls")) {
  form.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT") form.requestSubmit();
  });
  // Fields that are left empty do not stand in the address.
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select"))
      if (!field.value) field.disabled = true;
  });
}
// A page that the browser kept has its fields back.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form.controls [disabled]")) field.disabled = false;
});

const citation = document.querySelector(".citation");
if (citation && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy the citation");
  const text = citation.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  citation.append(" ", button);
}

// Tells when the log has gained what the view does not show, and when nobody can tell.  Nothing
// moves by itself.  A page in the background lets go of the connection: browsers have few of them.
const live = document.getElementById("live");

function follow(box) {
  const named = {
    amendment: "A law was recorded", recoding: "A recoding was recorded",
    correction: "A correction was recorded", retraction: "A withdrawal was recorded",
    proposal: "A bill was recorded",
  };
  const stream = new URL(box.dataset.stream, location);
  let count = 0;
  let source = null;
  let isLost = false;
  let first = "";
  const tell = () => {
    box.replaceChildren();
    if (isLost) {
      const lost = document.createElement("p");
      lost.className = "lost";
      lost.textContent = "The connection is lost. What you see stays; it is tried again by itself. " +
        "If this does not go away, check your network or come back later.";
      box.append(lost);
    }
    if (count === 0) return;
    const note = document.createElement("p");
    note.className = "news";
    const show = document.createElement("a");
    show.href = location.href;
    show.textContent = "show";
    note.append(`${count === 1 ? first : `${count} changes were recorded`}: `, show);
    box.append(note);
  };
  const open = () => {
    if (source) return;
    source = new EventSource(stream);
    source.addEventListener("open", () => {
      if (!isLost) return;
      isLost = false;
      tell();
    });
    source.addEventListener("error", () => {
      // Refused for good: the browser does not try again.
      if (source.readyState === EventSource.CLOSED) setTimeout(reopen, 5000);
      if (isLost) return;
      isLost = true;
      tell();
    });
    for (const kind of Object.keys(named))
      source.addEventListener(kind, (event) => {
        stream.searchParams.set("since", event.lastEventId);
        first ||= named[kind];
        count += 1;
        tell();
      });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const reopen = () => {
    close();
    if (!document.hidden) open();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && reopen());
  open();
}
if (live) follow(live);

document.documentElement.dataset.page = overview ? "starting" : "ready";
