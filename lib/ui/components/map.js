// A choropleth from a static TopoJSON file: the shapes are fetched once, a recolour sends only class names.
const SVG = "http://www.w3.org/2000/svg"
const files = new Map()

const fetched = (url) => {
  if (!files.has(url)) files.set(url, fetch(url).then((answer) => answer.json()).then(decoded))
  return files.get(url)
}

const decoded = (file) => {
  const { scale, translate } = file.transform
  const arcs = file.arcs.map((arc) => {
    let x = 0, y = 0
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]])
  })
  const ring = (indices) => indices.flatMap((index, place) => {
    const points = index < 0 ? [...arcs[~index]].reverse() : arcs[index]
    return place ? points.slice(1) : points
  })
  const shapes = (name) => (file.objects[name]?.geometries || []).map((shape) => {
    const polygons = { Polygon: [shape.arcs], MultiPolygon: shape.arcs }[shape.type] || []
    return { code: String(shape.id), rings: polygons.flatMap((polygon) => polygon.map(ring)), arcs: polygons.flat(2), room: shape.properties }
  })
  return { arcs, areas: shapes("areas"), water: shapes("water") }
}

const boxOf = (shapes) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { rings } of shapes) for (const ring of rings) for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y)
  }
  return box
}

// Metres to pixels for one frame: same scale both ways, north up, centred.
const projection = (box, [left, top, width, height]) => {
  const k = Math.min(width / (box[2] - box[0]), height / (box[3] - box[1]))
  const x0 = left + (width - k * (box[2] - box[0])) / 2, y0 = top + (height - k * (box[3] - box[1])) / 2
  return { k, at: ([x, y]) => [x0 + (x - box[0]) * k, y0 + (box[3] - y) * k] }
}

const line = (points, at) => "M" + points.map((point) => at(point).map((n) => n.toFixed(1)).join(",")).join("L")
const pathOf = (rings, at) => rings.map((ring) => line(ring, at) + "Z").join("")

// A border that only one of the shown areas has is the outer line.
const outline = ({ arcs, areas }, at) => {
  const uses = new Map()
  for (const area of areas) for (const index of area.arcs) uses.set(index < 0 ? ~index : index, (uses.get(index < 0 ? ~index : index) || 0) + 1)
  return [...uses].filter(([, count]) => count === 1).map(([index]) => line(arcs[index], at)).join("")
}

const element = (name, attributes, parent) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent.append(made)
  return made
}

// Bottom to top: areas, water, outer line, rings of the chosen and the pointed area, labels.
const drawFrame = (svg, shapes, data, frame, box) => {
  const { at, k } = projection(box, frame)
  const group = element("g", {}, svg)
  for (const { code, rings } of shapes.areas) element("path", { d: pathOf(rings, at), "data-code": code }, group)
  for (const { rings } of shapes.water) if (rings.length) element("path", { d: pathOf(rings, at), class: "water" }, group)
  element("path", { d: outline(shapes, at), class: "outline" }, group)
  const veils = element("g", { class: "veils" }, group), circles = element("g", { class: "circles" }, group)
  for (const { code, rings, room } of shapes.areas) {
    element("path", { d: pathOf(rings, at), "data-veil": code, class: "veil" }, veils)
    if (room) { const [cx, cy] = at([room.x, room.y]); element("circle", { cx, cy, r: 0, "data-circle": code, class: "circle" }, circles) }
  }
  for (const name of ["halo", "ring", "pointed"]) element("path", { d: "", class: name }, group)
  return { k, at, group, frame }
}

// A label stands only where the area has room for it; the list names the rest.
const drawLabels = ({ group, at, k, frame, taken }, shapes, data) => {
  const shapeOf = new Map([...group.querySelectorAll("path[data-code]")].map((path) => [path.dataset.code, path]))
  const holder = element("g", { "aria-hidden": "true", class: "labels" }, group)
  for (const { code, room } of shapes.areas) {
    const words = data.labels[code]
    if (!words?.length || !room?.r) continue
    const [x, y] = at([room.x, room.y]), width = 2 * room.r * k
    const inside = x - width / 2 >= frame[0] && x + width / 2 <= frame[0] + frame[2] && y > frame[1] + 14 && y < frame[1] + frame[3] - 14
    const hidden = taken && x > taken[0] && x < taken[2] && y > taken[1] - 20 && y < taken[3] + 20
    if (!inside || hidden || width < (words.length > 1 ? data.labelRoom : 9)) continue
    const lines = words.map((one, place) => element("text", { x, y: y + place * 15 - (words.length > 1 ? 3 : -4), "data-of": code, "data-line": place, "data-bottom": frame[1] + frame[3] }, holder))
    lines.forEach((one, place) => { one.textContent = words[place] })
    // A long second line goes alone: the tip and the list have its words.
    const shape = shapeOf.get(code)
    if (fitted(lines[0], shape)) { if (lines[1] && !within(lines[1], shape)) lines[1].remove(); continue }
    for (const one of lines) one.remove()
  }
}

// A double name may lose its second half before the whole label goes.
const fitted = (text, shape) => {
  if (within(text, shape)) return true
  const half = text.textContent.split("-")[0]
  if (half.length < 4 || half === text.textContent) return false
  text.textContent = half
  return within(text, shape)
}

// Letters reach from a little over the line to its foot; all four corners must lie in the area itself.
const within = (text, shape) => {
  const half = text.getComputedTextLength() / 2 + 2, x = Number(text.getAttribute("x")), y = Number(text.getAttribute("y"))
  return [[-half, -9], [half, -9], [-half, 1], [half, 1]].every(([dx, dy]) => shape.isPointInFill(new DOMPoint(x + dx, y + dy)))
}

const scaleBar = (svg, k, right, y, north) => {
  const metres = [200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000].filter((length) => length * k < 110).pop() || 200
  const start = right - metres * k
  element("line", { x1: start, x2: right, y1: y, y2: y, class: "scale" }, svg)
  const words = element("text", { x: (start + right) / 2, y: y + 15, class: "scale-words", "aria-hidden": "true" }, svg)
  const arrow = element("g", { class: "north", transform: `translate(${start - 26} ${y + 2})`, "aria-hidden": "true" }, svg)
  element("path", { d: "M0,-12L4,0L0,-3L-4,0Z" }, arrow)
  element("text", { x: 0, y: 13, class: "scale-words" }, arrow).textContent = north || ""
  words.textContent = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`
}

// The part of the map where areas are too small for a label: the box around their inner circles.
const crowdedBox = (areas, k, labelRoom) => {
  const rooms = areas.map(({ room }) => room).filter((room) => room?.r && 2 * room.r * k < labelRoom)
  if (rooms.length < 2) return null
  const ends = (pick) => pick.reduce((box, [low, high]) => [Math.min(box[0], low), Math.max(box[1], high)], [Infinity, -Infinity])
  const [left, right] = ends(rooms.map(({ x, r }) => [x - r, x + r])), [bottom, top] = ends(rooms.map(({ y, r }) => [y - r, y + r]))
  return [left, bottom, right, top]
}

const rectangle = (svg, [x, y, width, height]) => element("rect", { x, y, width, height, class: "inset-frame" }, svg)

const drawInset = (svg, shapes, data, main, box, [left, width, height]) => {
  const frameHeight = Math.min(height * 0.6, ((width - left) * (box[3] - box[1])) / (box[2] - box[0]))
  const frame = [left, height - frameHeight - 96, width - left - 1, frameHeight]
  const clip = element("clipPath", { id: "map-core" }, svg.querySelector("defs"))
  element("rect", { x: frame[0], y: frame[1], width: frame[2], height: frame[3] }, clip)
  const [x1, y2] = main.at([box[0], box[1]]), [x2, y1] = main.at([box[2], box[3]])
  for (const [from, to] of [[y1, frame[1]], [y2, frame[1] + frame[3]]]) element("line", { x1: x2, y1: from, x2: frame[0], y2: to, class: "inset-lead" }, svg)
  rectangle(svg, [x1, y1, x2 - x1, y2 - y1])
  main.taken = [x1, y1, x2, y2]
  // What the inset shows larger needs no circle here.
  for (const circle of main.group.querySelectorAll("circle")) {
    const x = Number(circle.getAttribute("cx")), y = Number(circle.getAttribute("cy"))
    if (x > x1 && x < x2 && y > y1 && y < y2) circle.remove()
  }
  element("rect", { x: frame[0], y: frame[1], width: frame[2], height: frame[3], class: "inset-ground" }, svg)
  const core = drawFrame(svg, shapes, data, frame, box)
  core.group.setAttribute("clip-path", "url(#map-core)")
  rectangle(svg, frame)
  element("text", { x: frame[0], y: frame[1] - 8, class: "inset-title", "aria-hidden": "true" }, svg).textContent = data.insetTitle
  return core
}

const HATCH = '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/><line x1="0" x2="0" y1="0" y2="6" class="hatch-line"/></pattern><pattern id="veil" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line x1="0" x2="0" y1="0" y2="7" class="veil-line"/></pattern></defs>'

const offered = (place) => {
  for (const path of place.querySelector("svg g").querySelectorAll("path[data-code]")) {
    path.setAttribute("role", "option")
    path.setAttribute("tabindex", "-1")
    path.setAttribute("id", `map-area-${path.dataset.code}`)
  }
}

const TALL = 1.4
const drawnFrames = new WeakMap()

const draw = (place, whole, data) => {
  const shown = new Set(data.order), shapes = { ...whole, areas: whole.areas.filter(({ code }) => shown.has(code)) }
  const width = Math.max(place.clientWidth, 280), box = boxOf(shapes.areas), tall = (box[3] - box[1]) / (box[2] - box[0])
  // Beside a tall map there is room for its middle enlarged; a wide one fills the frame itself.
  const split = data.insetTitle && width > 640 && tall > TALL
  const mainWidth = split ? width * 0.42 : width, height = Math.min(data.height, Math.max(220, mainWidth * tall + 40))
  place.innerHTML = ""
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "listbox", "aria-label": data.label, "aria-orientation": "vertical" }, place)
  svg.innerHTML = HATCH
  const main = drawFrame(svg, shapes, data, [2, 2, mainWidth - 4, height - 40], box)
  const crowded = split ? crowdedBox(shapes.areas, main.k, data.labelRoom) : null
  const core = crowded ? drawInset(svg, shapes, data, main, crowded, [width * 0.39, width, height]) : null
  scaleBar(svg, (core || main).k, width - 2, core ? height - 78 : height - 24, data.north)
  offered(place)
  const frames = (core ? [main, core] : [main]).map((frame) => Object.assign(frame, { areas: shapes.areas }))
  for (const frame of frames) drawLabels(frame, shapes, data)
  drawnFrames.set(place, frames)
  const tip = document.createElement("p")
  tip.className = "tip"; tip.setAttribute("aria-live", "polite")
  place.append(tip)
}

// The player goes through the periods by itself: all classes came at once, a step only recolours.
const STEP_MS = 1100
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches

const atPeriod = (data, at) => {
  const { palette, fills, values } = data.course, classes = {}, bare = {}
  data.order.forEach((code, place) => { classes[code] = palette[fills[at][place]]; bare[code] = values[at][place] })
  return { ...data, classes, bare }
}

const recolour = (place, data, at) => {
  const then = atPeriod(data, at), player = place.querySelector(".player")
  coloured(place, then)
  for (const text of place.querySelectorAll('text[data-line="1"]')) text.textContent = then.bare[text.dataset.of]
  player.querySelector("output").textContent = data.course.labels[at]
  player.querySelector("input").setAttribute("aria-valuetext", data.course.labels[at])
}

const drawPlayer = (place, data, stopAt) => {
  place.querySelector(".player")?.remove()
  if (!data.course?.periods) return () => {}
  const { periods, play, stop, slider } = data.course, player = document.createElement("div")
  player.className = "player"
  player.innerHTML = `<button type="button"></button><input type="range" min="0" max="${periods.length - 1}" step="1"><output></output>`
  const [button, range] = player.children
  let timer = 0
  const halt = () => { clearInterval(timer); timer = 0; button.textContent = play }
  const told = () => { if (periods[range.value] !== data.course.at) stopAt(periods[range.value]) }
  button.textContent = play; button.hidden = still()
  range.setAttribute("aria-label", slider); range.value = periods.indexOf(data.course.at)
  range.addEventListener("input", () => { halt(); recolour(place, data, Number(range.value)) })
  range.addEventListener("change", told)
  button.addEventListener("click", () => {
    if (timer) { halt(); return told() }
    if (Number(range.value) === periods.length - 1) range.value = -1
    button.textContent = stop
    const step = () => {
      range.value = Number(range.value) + 1
      recolour(place, data, Number(range.value))
      if (Number(range.value) === periods.length - 1) { halt(); told() }
    }
    timer = setInterval(step, STEP_MS)
    if (Number(range.value) === 0) recolour(place, data, 0)
  })
  place.append(player)
  recolour(place, data, Number(range.value))
  return halt
}

const coloured = (place, data) => {
  for (const path of place.querySelectorAll("path[data-code]")) path.setAttribute("class", `area ${data.classes[path.dataset.code] || "plain"}`)
  for (const text of place.querySelectorAll("text[data-of]")) text.setAttribute("class", `label-${data.classes[text.dataset.of] || ""}`)
}

const paint = (place, data) => {
  const options = [...place.querySelectorAll("path[role=option]")]
  const chosen = data.ringed || [data.chosen], held = place.contains(document.activeElement) && document.activeElement.dataset.code
  const stop = options.some((path) => path.dataset.code === data.chosen) ? data.chosen : held || data.order[0]
  coloured(place, data)
  for (const path of options) {
    path.setAttribute("aria-label", data.tips[path.dataset.code] || path.dataset.code)
    path.setAttribute("aria-selected", String(chosen.includes(path.dataset.code)))
    path.setAttribute("tabindex", path.dataset.code === stop ? "0" : "-1")
  }
  const unsure = new Set(data.unsure || [])
  for (const veil of place.querySelectorAll("path.veil")) veil.style.display = unsure.has(veil.dataset.veil) ? "" : "none"
  sized(place, data.radii || {})
  place.querySelector("svg").setAttribute("aria-multiselectable", String(Boolean(data.ringed)))
  for (const name of ["halo", "ring"]) ringed(place, name, ...chosen)
  tell(place, data, data.chosen)
}

// Python gives the largest first: the smaller circles are drawn over the larger ones.
const sized = (place, radii) => {
  for (const holder of place.querySelectorAll("g.circles")) {
    const found = new Map([...holder.children].map((circle) => [circle.dataset.circle, circle]))
    for (const circle of holder.children) circle.setAttribute("r", radii[circle.dataset.circle] || 0)
    for (const code of Object.keys(radii).sort((a, b) => radii[b] - radii[a])) if (found.has(code)) holder.append(found.get(code))
  }
  for (const text of place.querySelectorAll("text[data-of]")) text.setAttribute("transform", radii[text.dataset.of] ? `translate(0 ${radii[text.dataset.of] + 13})` : "")
  // Under a circle at the lower edge of its frame there is no room for words.
  for (const text of place.querySelectorAll("text[data-of]")) {
    const below = radii[text.dataset.of] ? radii[text.dataset.of] + 13 : 0
    text.style.display = Number(text.getAttribute("y")) + below > Number(text.dataset.bottom) ? "none" : ""
  }
  place.classList.toggle("with-circles", Object.keys(radii).length > 0)
}

const ringed = (place, name, ...codes) => {
  for (const ring of place.querySelectorAll(`path.${name}`)) {
    const shapes = codes.map((code) => code && ring.parentNode.querySelector(`path[data-code="${CSS.escape(code)}"]`))
    ring.setAttribute("d", shapes.map((shape) => shape ? shape.getAttribute("d") : "").join(""))
  }
}

const tell = (place, data, code) => {
  const tip = place.querySelector(".tip"), words = data.tips[code] || data.hint
  if (tip && tip.textContent !== words) tip.textContent = words
}

// Marks over the map, each in the frame that shows its place: squares for places, rounds for what is done.
const mark = (holder, [x, y], words, kind) => {
  const group = element("g", { class: `mark ${kind}`, transform: `translate(${x} ${y})` }, holder)
  const text = element("text", { y: 4 }, group)
  text.textContent = words
  const width = Math.max(18, text.getComputedTextLength() + 8)
  group.prepend(element("rect", { x: -width / 2, y: -9, width, height: 18, rx: kind === "deed" ? 9 : 0 }, group))
}

const overlay = (data, frames) => {
  for (const [at, frame] of frames.entries()) {
    frame.group.querySelector("g.marks")?.remove()
    const holder = element("g", { class: "marks", "aria-hidden": "true" }, frame.group), taken = at === 0 && frame.taken
    const shown = ([x, y]) => !(taken && x > taken[0] && x < taken[2] && y > taken[1] && y < taken[3])
    for (const one of data.points || []) { const where = frame.at([one.x, one.y]); if (shown(where)) mark(holder, where, one.mark, "place") }
    for (const { code, room } of frame.areas) {
      if (!data.deeds?.[code] || !room) continue
      const [x, y] = frame.at([room.x, room.y])
      if (shown([x, y])) mark(holder, [x, y - 24], data.deeds[code], "deed")
    }
  }
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
const ENDS = { Home: 0, End: -1 }

const walk = (place, data, code, key) => {
  const pathOfCode = (one) => place.querySelector(`#map-area-${CSS.escape(one)}`)
  const order = data.order.filter(pathOfCode), here = order.indexOf(code)
  const next = key in ENDS ? order.at(ENDS[key]) : order[(here + STEPS[key] + order.length) % order.length]
  pathOfCode(code).setAttribute("tabindex", "-1"); pathOfCode(next).setAttribute("tabindex", "0"); pathOfCode(next).focus()
}

// A redraw may begin before the one before it has ended: a press must be heard once, not by both.
const heard = new WeakMap()

const listen = (place, data, choose) => {
  heard.get(place)?.abort()
  const ended = new AbortController()
  heard.set(place, ended)
  const hear = (kind, heard) => place.addEventListener(kind, heard, { signal: ended.signal })
  const codeOf = (event) => event.target.closest?.("path[data-code]")?.dataset.code
  const point = (code) => { ringed(place, "pointed", code); tell(place, data, code || data.chosen) }
  hear("click", (event) => { if (codeOf(event)) choose(codeOf(event)) })
  hear("mouseover", (event) => point(codeOf(event)))
  hear("mouseleave", () => point(""))
  hear("focusin", (event) => { if (event.target.matches(":focus-visible")) point(codeOf(event)) })
  hear("focusout", () => point(""))
  hear("keydown", (event) => {
    const code = codeOf(event)
    if (code && (event.key in STEPS || event.key in ENDS)) { event.preventDefault(); walk(place, data, code, event.key) }
    if (code && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(code) }
  })
  return () => ended.abort()
}

// Columns as Python packed them: numbers of a few words, or texts without their common start and end.
const column = ({ words, at, before, after, rest }) => words ? at.map((place) => words[place]) : rest.map((text) => (text === null ? "" : before + text + after))
// Names and columns over the same codes, as the drawing needs them.
const joined = (frame, figures) => {
  const { codes, names } = frame, fills = column(figures.fills), lines = column(figures.lines), seconds = column(figures.second)
  const pieces = figures.pieces.map(column), bare = figures.pieces[0]?.rest || []
  const of = (made) => Object.fromEntries(codes.map((code, place) => [code, made(place)]))
  const second = (place) => (seconds[place] === "=" ? bare[place] : seconds[place])
  return {
    ...frame, ...figures,
    order: figures.order.map((place) => codes[place]),
    classes: of((place) => fills[place]),
    tips: of((place) => `${names[place]} ${pieces.map((piece) => piece[place]).filter(Boolean).join(" · ")}`),
    labels: of((place) => [names[place], second(place)].slice(2 - lines[place])),
  }
}

const begin = (place, data, setTriggerValue) => {
  const show = () => fetched(data.url).then((shapes) => {
    const drawn = JSON.stringify([data.url, data.order, data.labels, data.height, data.label, data.insetTitle, place.clientWidth])
    if (place.dataset.drawn !== drawn) { draw(place, shapes, data); place.dataset.drawn = drawn }
    paint(place, data)
    overlay(data, drawnFrames.get(place))
    halt(); halt = drawPlayer(place, data, (period) => setTriggerValue("period", period))
    place.dataset.ready = String(place.querySelectorAll("path[role=option]").length)
  })
  let halt = () => {}
  const silence = listen(place, data, (code) => setTriggerValue("choose", code))
  show()
  const watcher = new ResizeObserver(show)
  watcher.observe(place)
  return () => { watcher.disconnect(); silence(); halt() }
}

// Names and shapes come here once; map_figures.js hands on the figures, and only figures of the same areas are drawn.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component, heard = `map-figures-${data.name}`
  const place = parentElement.querySelector(".map-frame")
  let end = () => {}
  const take = () => {
    const figures = globalThis.mapFigures?.get(data.name)
    if (figures?.key !== data.key) return
    end(); end = begin(place, joined(data, figures), setTriggerValue)
  }
  document.addEventListener(heard, take)
  take()
  return () => { document.removeEventListener(heard, take); end() }
}
