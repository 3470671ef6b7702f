// Forms that ask the server again while they are filled in, and show what it says.
//
// A form with "data-asks" is sent to its action as it changes.  Whatever carries "data-live" is
// taken from the answer, and the address that the server answers with becomes the page's own; the
// form stays as it is.  Nothing is worked out here.
let asking = null;
let waiting = 0;

function tellLost(form) {
  const place = document.getElementById("faults");
  const words = document.createElement("p");
  words.className = "faults";
  words.setAttribute("role", "alert");
  words.textContent = "The connection is lost; what you see is from before your last choice. ";
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => ask(form));
  words.append(again);
  place.replaceChildren(words);
}

async function ask(form) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  document.documentElement.dataset.live = "asking";
  try {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    const response = await fetch(`${form.getAttribute("action")}?${query}`,
      { signal, headers: { accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!answer.getElementById("faults")) throw new Error(response.status);
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = answer.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    document.querySelector("footer").replaceChildren(...answer.querySelector("footer").childNodes);
    history.replaceState(null, "", response.url);
    document.documentElement.dataset.live = "shown";
  } catch {
    if (!signal.aborted) tellLost(form);
  }
}

function askSoon(form, delay) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(form), delay);
}

for (const form of document.querySelectorAll("form[data-asks]")) {
  form.addEventListener("input", ({ target }) =>
    askSoon(form, ["radio", "checkbox"].includes(target.type) ? 60 : 400));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askSoon(form, 0);
  });
}
