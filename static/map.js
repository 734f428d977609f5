// Lets people look closer at a map: buttons, arrow keys, dragging, pinching. It only adds: the list says the same.
const MOST = 16;

for (const chart of document.querySelectorAll(".chart")) {
  const svg = chart.querySelector("svg");
  const hatching = svg.querySelector("pattern");
  const tools = chart.querySelector(".zoom");
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const [closer, ...others] = tools.querySelectorAll("button");
  const fingers = new Map();
  let scale = 1, x = left + width / 2, y = top + height / 2, moved = 0;

  const show = () => {
    const wide = width / scale, high = height / scale;
    x = Math.min(Math.max(x, left + wide / 2), left + width - wide / 2);
    y = Math.min(Math.max(y, top + high / 2), top + height - high / 2);
    svg.setAttribute("viewBox", [x - wide / 2, y - high / 2, wide, high].join(" "));
    hatching.setAttribute("patternTransform", `rotate(45) scale(${1 / scale})`);
    chart.classList.toggle("closer", scale > 1);
    closer.ariaDisabled = String(scale >= MOST);
    if (scale === 1 && others.includes(document.activeElement)) closer.focus();
    for (const button of others) button.hidden = scale === 1;
  };
  const zoom = (factor) => {
    scale = Math.min(Math.max(scale * factor, 1), MOST);
    show();
  };
  const move = (right, down) => {
    const unit = width / scale / svg.getBoundingClientRect().width;
    x += right * unit;
    y += down * unit;
    show();
  };
  const spread = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  };

  tools.addEventListener("click", (event) => {
    const how = event.target.dataset.zoom;
    if (how) zoom({ in: 2, out: 0.5, whole: 0 }[how]);
  });
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
    if (!step || scale === 1) return;
    event.preventDefault();
    move(...step);
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    moved = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const apart = fingers.size === 2 && spread();
    fingers.set(event.pointerId, event);
    moved += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
    if (apart) zoom(spread() / apart);
    else if (scale > 1 && moved > 4) {
      svg.setPointerCapture(event.pointerId);
      move(before.clientX - event.clientX, before.clientY - event.clientY);
    }
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  svg.addEventListener("click", (event) => moved > 4 && event.preventDefault(), true);
  tools.hidden = false;
  show();
}
