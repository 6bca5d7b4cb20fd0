// Behaviour of the site: menu, colours, contents of the page, full-text search. Works from a disk, offline.
(function () {
  "use strict";
  const root = document.documentElement;

  function wireMenu() {
    const button = document.querySelector(".menu-button");
    const sidebar = document.querySelector(".sidebar");
    const behind = document.querySelectorAll("main, .site-footer");
    const show = (open) => {
      root.classList.toggle("menu-open", open);
      button.setAttribute("aria-expanded", String(open));
      behind.forEach((part) => { part.inert = open; }); // nobody tabs to what the menu covers
    };
    const isOpen = () => root.classList.contains("menu-open");
    button.addEventListener("click", () => show(!isOpen()));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen() || event.target.closest(".search")) return;
      show(false);
      button.focus();
    });
    sidebar.addEventListener("click", (event) => {
      if (event.target.closest("a")) show(false);
    });
    window.matchMedia("(max-width: 60rem)").addEventListener("change", () => show(false));
    const current = sidebar.querySelector("[aria-current]");
    if (current) sidebar.scrollTop = current.offsetTop - sidebar.clientHeight / 3;
  }

  function wireTheme() {
    const button = document.querySelector(".theme-button");
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("typfrage-theme", root.dataset.theme);
      } catch (error) {
        // The choice then lasts as long as the page.
      }
      show();
    });
    system.addEventListener("change", show);
    show();
  }

  function wireContents() {
    const contents = document.querySelector(".page-toc");
    if (!contents) return;
    const wide = window.matchMedia("(min-width: 88rem)");
    const fit = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
  }

  function wirePrint() {
    const closed = () => document.querySelectorAll("article details:not([open], .figure-data)");
    window.addEventListener("beforeprint", () => closed().forEach((box) => { box.open = true; }));
  }

  // What scrolls can be scrolled by keyboard; what does not is no stop for the tabulator.
  function wireScrolling() {
    const scrolls = (box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    const fit = (box) => {
      if (scrolls(box)) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    };
    const observer = new ResizeObserver((changes) => changes.forEach((change) => fit(change.target)));
    document.querySelectorAll("article :is(.table-box, figure:has(img), pre)").forEach((box) => observer.observe(box));
  }

  // Fold a text to what a hurried reader types: "Städte", "staedte" and "stadte" are the same word.
  // Each folded character remembers its place in the text, so that a snippet can mark the original.
  const LETTERS = { "ä": "a", "ö": "o", "ü": "u", "ß": "ss", "\u00a0": " ", "\u202f": " ", "\u00ad": "" };
  function fold(text) {
    let folded = "";
    const places = [];
    const lower = text.toLowerCase();
    for (let place = 0; place < lower.length; place += 1) {
      const letter = lower[place];
      const plain = letter in LETTERS ? LETTERS[letter] : letter.normalize("NFD")[0];
      const umlautAsTwo = letter === "e" && /[aou]/.test(folded.slice(-1)) && /[aou]/.test(lower[place - 1]);
      for (const character of umlautAsTwo ? "" : plain) {
        folded += character;
        places.push(place);
      }
    }
    return { folded, places };
  }

  function findAll(words, entries) {
    const hits = [];
    for (const entry of entries) {
      let score = 0;
      const found = words.every((word) => {
        const inTitle = entry.foldedTitle.includes(word);
        const inText = entry.body.folded.split(word).length - 1;
        score += (inTitle ? 20 : 0) + Math.min(inText, 5);
        return inTitle || inText > 0;
      });
      if (found) hits.push({ entry, score });
    }
    return hits.sort((a, b) => b.score - a.score).map((hit) => hit.entry);
  }

  function snippet(entry, words) {
    const { folded, places } = entry.body;
    const first = words.map((word) => folded.indexOf(word)).filter((place) => place >= 0);
    const middle = first.length ? places[Math.min(...first)] : 0;
    const start = middle > 60 ? entry.text.indexOf(" ", middle - 60) + 1 : 0;
    const end = Math.min(entry.text.length, start + 170);
    const line = document.createElement("span");
    line.className = "snippet";
    if (start > 0) line.append("… ");
    let written = start;
    for (const [from, to] of marks(entry, words, start, end)) {
      const mark = document.createElement("mark");
      mark.textContent = entry.text.slice(from, to);
      line.append(entry.text.slice(written, from), mark);
      written = to;
    }
    line.append(entry.text.slice(written, end), end < entry.text.length ? " …" : "");
    return line;
  }

  function marks(entry, words, start, end) {
    const { folded, places } = entry.body;
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        const range = [places[at], (places[at + word.length] ?? entry.text.length)];
        if (range[0] >= start && range[1] <= end) found.push(range);
      }
    }
    found.sort((a, b) => a[0] - b[0]);
    return found.filter((range, place) => place === 0 || range[0] >= found[place - 1][1]);
  }

  function wireSearch() {
    const input = document.querySelector("#search-input");
    const box = document.querySelector("#search-results");
    const list = box.querySelector("ol");
    const count = box.querySelector(".search-count");
    const said = document.querySelector(".search-said");
    const base = document.body.dataset.root;
    let entries = null;

    function prepare() {
      entries = entries || (window.typfrageSearchIndex || []).map((entry) => ({
        ...entry,
        body: fold(entry.text),
        foldedTitle: fold(entry.title + " " + entry.chapter).folded,
      }));
    }

    function item(entry, words) {
      const link = document.createElement("a");
      link.href = base + "/" + entry.url;
      const title = document.createElement("strong");
      title.textContent = entry.title;
      link.append(title);
      if (entry.chapter !== entry.title) {
        const chapter = document.createElement("span");
        chapter.className = "chapter";
        chapter.textContent = entry.chapter;
        link.append(" ", chapter);
      }
      link.append(snippet(entry, words));
      link.addEventListener("click", close);
      const line = document.createElement("li");
      line.append(link);
      return line;
    }

    function search() {
      prepare();
      const words = fold(input.value).folded.split(/\s+/).filter((word) => word.length > 1);
      box.hidden = words.length === 0;
      if (box.hidden) return;
      const hits = findAll(words, entries);
      const { noHit, oneHit, hits: many } = count.dataset;
      count.textContent = hits.length === 0 ? noHit
        : hits.length === 1 ? oneHit : many.replace("{number}", hits.length);
      said.textContent = count.textContent;
      list.replaceChildren(...hits.slice(0, 20).map((entry) => item(entry, words)));
    }

    function close() {
      box.hidden = true;
      said.textContent = "";
    }

    function move(step) {
      const stops = [input, ...list.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (next) next.focus();
    }

    input.addEventListener("input", search);
    input.addEventListener("focus", search);
    document.querySelector(".search").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        input.focus();
        input.value = "";
        close();
      } else if (event.key === "Enter" && document.activeElement === input) {
        const first = list.querySelector("a");
        if (!box.hidden && first) first.click();
      }
    });
    document.querySelector(".search").addEventListener("focusout", (event) => {
      if (event.relatedTarget && !event.relatedTarget.closest(".search")) close();
    });
    // With a modifier, because a single sign as a shortcut gets in the way of speech input.
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".search")) close();
    });
  }

  wireMenu();
  wireTheme();
  wireContents();
  wirePrint();
  wireScrolling();
  wireSearch();
})();
