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

document.documentElement.dataset.page = overview ? "starting" : "ready";
