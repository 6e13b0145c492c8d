// Without this the page is complete: numbers link to their findings and back.
const root = document.documentElement;
const all = (selector) => [...document.querySelectorAll(selector)];
const cards = all(".card"), marks = all(".text a.m"), chips = all(".chip");
const [rule, step, nothing] = ["rule", "step", "nothing"].map((id) => document.getElementById(id));
const spoken = new Map(marks.map((mark) => [mark, mark.dataset.f.split(" ")]));
const card = (number) => document.getElementById("f" + number);
let current = null;

const shown = () => cards.filter((one) => !one.hidden);

function tell() {
  const among = shown();
  step.textContent = current ? among.indexOf(current) + 1 + " / " + among.length : String(among.length);
}

// `seen` is the number that was chosen in the text: it moves no further than out from under the card.
function choose(next, seen) {
  current?.removeAttribute("aria-current");
  current = next;
  root.classList.toggle("open", Boolean(next));
  for (const [mark, numbers] of spoken) mark.classList.toggle("on", Boolean(next) && numbers.includes(next.dataset.f));
  tell();
  if (!next) return;
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  (seen ?? find(next))?.scrollIntoView({ block: seen ? "nearest" : "center" });
}

function find(one) {
  const own = marks.filter((mark) => spoken.get(mark).includes(one.dataset.f));
  return own.find((mark) => mark.classList.contains("accused")) ?? own[0];
}

// A number of several findings leads from one to the next.
function open(mark) {
  const own = spoken.get(mark).map(card).filter((one) => !one.hidden);
  if (own.length) choose(own[(own.indexOf(current) + 1) % own.length], mark);
}

function move(by) {
  const among = shown();
  if (!among.length) return;
  const from = current ? among.indexOf(current) : by > 0 ? -1 : 0;
  choose(among[(from + by + among.length) % among.length]);
}

function filter() {
  const wanted = new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset.severity));
  for (const one of cards) {
    one.hidden = !wanted.has(one.dataset.severity) || Boolean(rule.value && rule.value !== one.dataset.rule);
  }
  for (const [mark, numbers] of spoken) mark.classList.toggle("off", numbers.every((number) => card(number).hidden));
  nothing.hidden = shown().length > 0;
  if (current?.hidden) choose(null);
  tell();
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.m");
  if (link && spoken.has(link)) {
    event.preventDefault();
    open(link);
    return;
  }
  const one = event.target.closest(".card");
  if (link && one) {
    event.preventDefault();
    const mark = document.getElementById(link.hash.slice(1));
    choose(one, mark);
    mark?.scrollIntoView({ block: "center" });
    mark?.focus({ preventScroll: true });
  } else if (one && !event.target.closest("summary") && !String(getSelection())) {
    choose(one);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
  if (event.key === "j" || event.key === "n") move(1);
  else if (event.key === "k" || event.key === "p") move(-1);
  else if (event.key === "Escape") choose(null);
});

if (cards.length) {
  root.classList.add("js");
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  rule.addEventListener("change", filter);
  document.getElementById("next").addEventListener("click", () => move(1));
  document.getElementById("previous").addEventListener("click", () => move(-1));
  document.getElementById("close").addEventListener("click", () => choose(null));
  document.getElementById("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
  });
  filter();
  const named = location.hash.match(/^#f\d+$/) && document.getElementById(location.hash.slice(1));
  if (named) choose(named);
}
