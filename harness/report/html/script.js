"use strict";
(() => {
  const root = document.documentElement;
  const items = [...document.querySelectorAll(".item")];
  const form = document.getElementById("filter");
  const texts = new Map(); // an item's text in lower case, once somebody searches
  const pageSize = 25;
  const most = 1000; // hits that are marked
  const pages = new Map(); // how many entries a long list shows

  for (const command of document.querySelectorAll(".command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    command.append(button);
  }
  for (const control of document.querySelectorAll("[data-script]")) control.hidden = false;
  if (!document.querySelector("details.item")) { // nothing to open: a table alone
    for (const button of document.querySelectorAll("button")) {
      if ("open" in button.dataset || "close" in button.dataset) button.hidden = true;
    }
  }

  function textOf(item) {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  }

  // What entries are, for the count of those that are shown.
  function kindOf(item) {
    const kind = ["cause", "requirement", "case"].find((name) => item.classList.contains(name));
    return kind || "entry";
  }

  function filter() {
    const given = new FormData(form);
    const states = new Set(given.getAll("state"));
    const level = given.get("level") || "";
    const words = given.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    const counts = new Map();
    const matches = new Map(); // by long list
    for (const item of items) {
      const match = item.dataset.state.split(" ").some((state) => states.has(state)) &&
        (!level || item.dataset.level === level) &&
        (words.length === 0 || words.every((word) => textOf(item).includes(word)));
      const list = item.closest(".pages");
      let shown = match;
      if (match && list) {
        const n = (matches.get(list) || 0) + 1;
        matches.set(list, n);
        shown = n <= (pages.get(list) || pageSize);
      }
      item.hidden = !shown;
      const kind = kindOf(item);
      const count = counts.get(kind) || { shown: 0, all: 0 };
      count.all++;
      if (match) count.shown++;
      counts.set(kind, count);
    }
    for (const list of document.querySelectorAll(".pages")) page(list, matches.get(list) || 0);
    const empty = (element) => !element.querySelector(".item:not([hidden])");
    for (const group of document.querySelectorAll(".group")) group.hidden = empty(group);
    for (const none of document.querySelectorAll(".none")) none.hidden = !empty(none.parentElement);
    const plural = { cause: "causes", requirement: "requirements", case: "cases", entry: "entries" };
    document.getElementById("shown").textContent = [...counts]
      .map(([kind, count]) => `${count.shown} of ${count.all} ${plural[kind]}`).join(", ");
    highlight(words);
  }

  // page offers what a long list does not show yet.
  function page(list, matches) {
    let button = list.querySelector(":scope > .more");
    const left = matches - (pages.get(list) || pageSize);
    if (left > 0 && !button) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "more";
      list.append(button);
    }
    if (!button) return;
    button.hidden = left <= 0;
    button.textContent = `Show ${Math.min(left, pageSize * 4)} more of ${matches}`;
  }

  // highlight marks the hits of a search, where the browser can do so.
  function highlight(words) {
    if (!CSS.highlights) return;
    CSS.highlights.delete("search");
    if (words.length === 0) return;
    const ranges = [];
    for (const item of items) {
      if (item.hidden) continue;
      const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && ranges.length < most) {
        const text = walker.currentNode.data.toLowerCase();
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            if (at + word.length > walker.currentNode.length) break; // the case changed its length
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("search", new Highlight(...ranges));
  }

  function reset() {
    form.reset();
    filter();
  }

  function openAll(item, open) {
    item.open = open;
    for (const inner of item.querySelectorAll("details")) inner.open = open;
  }

  // A link to an entry opens it, and shows it even where the filter or its list hides it.
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden && form) {
      const list = target.closest(".pages");
      if (list) pages.set(list, Infinity);
      reset();
    }
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

  // fit notes how high the bar is that stays at the top, and which tables are wider than the page.
  function fit() {
    const sticks = form && getComputedStyle(form).position === "sticky";
    root.style.setProperty("--bar", `${sticks ? form.offsetHeight : 0}px`);
    for (const table of document.querySelectorAll(".scroll")) {
      table.classList.toggle("wide", table.scrollWidth > table.clientWidth + 1);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("copy")) copy(button);
    if (button.classList.contains("more")) {
      const list = button.parentElement;
      pages.set(list, (pages.get(list) || pageSize) + pageSize * 4);
      filter();
    }
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
  addEventListener("resize", fit);
  fit();
  addEventListener("hashchange", reveal);
  reveal();
})();
