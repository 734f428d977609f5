// Suggests places while one types, in every box with data-suggest: an ARIA combobox. It only adds: the form works without.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("ul"), row = box.closest("fieldset")?.querySelector("template");
  let at = -1, waiting, asked = new AbortController();
  Object.assign(list, { id: `${box.id}-places`, className: "suggestions", role: "listbox", hidden: true });
  list.ariaLabel = box.dataset.list;
  Object.assign(box, { role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false" });
  box.setAttribute("aria-controls", list.id);
  box.after(list);

  const mark = (to) => {
    list.children[at]?.removeAttribute("aria-selected");
    at = to;
    const option = list.children[at];
    option ? box.setAttribute("aria-activedescendant", option.id) : box.removeAttribute("aria-activedescendant");
    if (option) option.ariaSelected = "true";
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (places) => {
    mark(-1);
    list.replaceChildren(...places.map((place, number) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${number}`, role: "option", dir: "auto", textContent: place.label, place });
      return option;
    }));
    list.hidden = !places.length;
    box.ariaExpanded = String(!list.hidden);
  };
  const tick = (value, label, ticked) => {
    let input = [...box.form.elements].find((one) => one.value === value && one.type === "checkbox");
    if (!input) {
      const added = row.content.cloneNode(true);
      input = added.querySelector("input");
      Object.assign(input, { name: row.dataset.name, value });
      input.id = added.querySelector("label").htmlFor = `${row.id}-${value}`;
      added.querySelector("label").textContent = label;
      row.before(added);
    }
    input.checked ||= ticked;
  };
  const take = ({ value, label, url }) => {
    show([]);
    const to = value.includes(":") ? box.dataset.to?.replace(/region=$/, "where=") : box.dataset.to;
    if (!row) return location.assign(to ? to + value : url);
    tick(value, label, true);
    if (value.startsWith("town:")) tick(value.replace("town", "around"), row.dataset.around.replace("{}", label), false);
    box.value = "";
    row.closest("fieldset").querySelector("output").value = label;
  };
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    asked.abort();
    if (event.isComposing) return;
    if (!box.value.trim()) return show([]);
    waiting = setTimeout(async () => {
      asked = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, { signal: asked.signal });
        show(answer.ok ? await answer.json() : []);
      } catch { /* a newer question, or no network: the button is still there */ }
    }, 120);
  });
  box.addEventListener("compositionend", () => box.dispatchEvent(new Event("input")));
  box.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") mark(at < last ? at + 1 : 0);
    else if (event.key === "ArrowUp") mark(at > 0 ? at - 1 : last);
    else if (event.key === "Enter" && at >= 0) take(list.children[at].place);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () => show([]));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.place && take(event.target.place));
}
