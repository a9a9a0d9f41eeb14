// A box to draw one's name in, with a finger, a pen or a mouse. The strokes go into a hidden field as whole numbers.

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 2;

function pointOf(sheet, event) {
  const box = sheet.getBoundingClientRect();
  const { width, height } = sheet.viewBox.baseVal;
  const place = (value, from, size, most) => Math.round(Math.min(Math.max(((value - from) / size) * most, 0), most));
  return [place(event.clientX, box.left, box.width, width), place(event.clientY, box.top, box.height, height)];
}

function startPad(pad) {
  const sheet = pad.querySelector("svg");
  const field = pad.querySelector("input");
  let strokes = field.value ? JSON.parse(field.value) : [];
  let line = null;

  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const add = (event) => {
    const stroke = strokes.at(-1);
    const [x, y] = pointOf(sheet, event);
    if (stroke.length && Math.abs(x - stroke.at(-2)) + Math.abs(y - stroke.at(-1)) < NEAR) return;
    stroke.push(x, y);
    const point = sheet.createSVGPoint();
    [point.x, point.y] = [x, y];
    line.points.appendItem(point);
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    line = document.createElementNS(SVG, "polyline");
    for (const [name, value] of Object.entries({
      class: "kw-stroke", fill: "none", stroke: "currentColor",
      "stroke-width": 4, "stroke-linecap": "round", "stroke-linejoin": "round",
    })) line.setAttribute(name, value);
    sheet.append(line);
    strokes.push([]);
    add(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (line === null) return;
    const between = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of between.length ? between : [event]) add(each);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(end, () => {
      if (line !== null) keep();
      line = null;
    });
  }
  pad.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes = [];
    sheet.replaceChildren();
    keep();
  });
}

export function startPads(root) {
  for (const pad of root.querySelectorAll("[data-pad]:not([data-pad-init])")) {
    pad.dataset.padInit = "";
    startPad(pad);
  }
}
