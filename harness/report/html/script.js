
"use strict";
(() => {
  const items = [...document.querySelectorAll(".item")];
  const form = document.getElementById("filter");
  const texts = new Map(); // an item's text in lower case, once somebody searches

  for (const control of document.querySelectorAll("[data-script]")) control.hidden = false;

  function textOf(item) {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  }

  function filter() {
    const given = new FormData(form);
    const states = new Set(given.getAll("state"));
    const level = given.get("level") || "";
    const words = given.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const match = item.dataset.state.split(" ").some((state) => states.has(state)) &&
        (!level || item.dataset.level === level) &&
        (words.length === 0 || words.every((word) => textOf(item).includes(word)));
      item.hidden = !match;
      if (match) shown++;
    }
    const empty = (element) => !element.querySelector(".item:not([hidden])");
    for (const group of document.querySelectorAll(".group")) group.hidden = empty(group);
    for (const none of document.querySelectorAll(".none")) none.hidden = !empty(none.parentElement);
    document.getElementById("shown").textContent = `${shown} of ${items.length} entries`;
  }

  function reset() {
    form.reset();
    filter();
  }

  function openAll(item, open) {
    item.open = open;
    for (const inner of item.querySelectorAll("details")) inner.open = open;
  }

  // A link to an entry opens it, and shows it even where the filter hides it.
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden && form) reset();
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  }

  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("copy")) copy(button);
    if ("reset" in button.dataset) reset();
    for (const item of items) {
      if ("open" in button.dataset && !item.hidden) openAll(item, true);
      if ("close" in button.dataset) openAll(item, false);
    }
  });
  if (form) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
