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
  const rings = (shape) => {
    if (shape.type === "Polygon") return shape.arcs.map(ring)
    if (shape.type === "MultiPolygon") return shape.arcs.flatMap((polygon) => polygon.map(ring))
    return []
  }
  const shapes = (name) => (file.objects[name]?.geometries || []).map((shape) => ({ code: String(shape.id), rings: rings(shape), room: shape.properties }))
  return { areas: shapes("areas"), water: shapes("water"), boxes: new Map() }
}

const boxOf = (shapes) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const shape of shapes) for (const ring of shape.rings) for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y)
  }
  return box
}

// Metres to pixels for one frame: same scale both ways, north up, centred.
const projection = (box, frame) => {
  const [left, top, width, height] = frame
  const k = Math.min(width / (box[2] - box[0]), height / (box[3] - box[1]))
  const x0 = left + (width - k * (box[2] - box[0])) / 2, y0 = top + (height - k * (box[3] - box[1])) / 2
  return { k, at: ([x, y]) => [x0 + (x - box[0]) * k, y0 + (box[3] - y) * k] }
}

const pathOf = (rings, at) => rings.map((ring) => "M" + ring.map((point) => at(point).map((n) => n.toFixed(1)).join(",")).join("L") + "Z").join("")

const element = (name, attributes, parent) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (parent) parent.append(made)
  return made
}

const drawFrame = (svg, shapes, data, frame, box, interactive) => {
  const { at, k } = projection(box, frame)
  const group = element("g", {}, svg)
  for (const { code, rings } of shapes.areas) {
    const path = element("path", { d: pathOf(rings, at), class: `area ${data.classes[code] || "plain"}`, "data-code": code }, group)
    if (interactive) Object.entries({ role: "option", tabindex: "-1", "aria-label": data.tips[code] || code }).forEach(([name, value]) => path.setAttribute(name, value))
    else path.setAttribute("aria-hidden", "true")
  }
  for (const { rings } of shapes.water) if (rings.length) element("path", { d: pathOf(rings, at), class: "water" }, group)
  if (data.labels) for (const { code, room } of shapes.areas) label(group, data, code, room, at, k, frame)
  return { k, group }
}

// A label stands only where the largest circle inside the area has room for it; the list names the rest.
const label = (group, data, code, room, at, k, frame) => {
  const words = data.labels[code]
  if (!words || !room || 2 * room.r * k < Math.max(data.labelRoom, words[0].length * 5.6)) return
  const [x, y] = at([room.x, room.y])
  if (x < frame[0] + 24 || x > frame[0] + frame[2] - 24 || y < frame[1] + 14 || y > frame[1] + frame[3] - 14) return
  const ink = `label-${(data.classes[code] || "").replace(/ .*/, "")}`
  words.forEach((line, place) => {
    element("text", { x, y: y + place * 14 - 2, class: ink, style: place ? "font-weight:400" : "" }, group).textContent = line
  })
}

const scaleBar = (svg, k, x, y) => {
  const metres = [200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000].filter((length) => length * k < 110).pop() || 200
  const end = x + metres * k
  element("line", { x1: x, x2: end, y1: y, y2: y, class: "scale" }, svg)
  const words = element("text", { x: (x + end) / 2, y: y + 15, class: "scale-words" }, svg)
  words.textContent = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`
}

const paint = (place, data) => {
  for (const path of place.querySelectorAll("path.area")) {
    const code = path.dataset.code
    path.setAttribute("class", `area ${data.classes[code] || "plain"}${code === data.chosen ? " chosen" : ""}`)
    if (path.hasAttribute("role")) {
      path.setAttribute("aria-label", data.tips[code] || code)
      path.setAttribute("aria-selected", code === data.chosen)
      path.setAttribute("tabindex", code === (data.chosen || place.querySelector("path.area").dataset.code) ? "0" : "-1")
    }
  }
  for (const chosen of place.querySelectorAll("path.area.chosen")) chosen.parentNode.insertBefore(chosen, chosen.parentNode.querySelector("path.water, text"))
  place.querySelector(".tip").textContent = data.tips[data.chosen] || data.hint
}

const draw = (place, shapes, data) => {
  const wide = place.clientWidth > 620 && data.inset, width = Math.max(place.clientWidth, 280)
  const whole = data.extent || boxOf(shapes.areas)
  const shape = (whole[3] - whole[1]) / (whole[2] - whole[0])
  const mainWidth = wide ? width * 0.4 : width
  const height = Math.min(data.height, Math.max(220, mainWidth * shape))
  place.innerHTML = ""
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "listbox", "aria-label": data.label }, place)
  svg.innerHTML = '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/><line x1="0" x2="0" y1="0" y2="6" class="hatch-line"/></pattern></defs>'
  const main = drawFrame(svg, shapes, data, [0, 0, mainWidth, height], whole, true)
  let bar = { k: main.k, x: 8 }
  if (wide) bar = inset(svg, shapes, data, main, [mainWidth, width, height], whole)
  scaleBar(svg, bar.k, bar.x, height - 22)
  const tip = document.createElement("p")
  tip.className = "tip"; tip.setAttribute("aria-live", "polite")
  place.append(tip)
  paint(place, data)
}

const inset = (svg, shapes, data, main, [mainWidth, width, height], whole) => {
  const box = data.inset, frameWidth = width - mainWidth - 24
  const frameHeight = Math.min(height * 0.62, (frameWidth * (box[3] - box[1])) / (box[2] - box[0]))
  const frame = [mainWidth + 20, height - frameHeight - 44, frameWidth, frameHeight]
  const id = `core-${Math.round(box[0])}`
  const clip = element("clipPath", { id }, svg.querySelector("defs"))
  element("rect", { x: frame[0], y: frame[1], width: frame[2], height: frame[3] }, clip)
  const { k, group } = drawFrame(svg, shapes, { ...data }, frame, box, false)
  group.setAttribute("clip-path", `url(#${id})`)
  element("rect", { x: frame[0], y: frame[1], width: frame[2], height: frame[3], class: "inset-frame" }, svg)
  const { at } = projection(whole, [0, 0, mainWidth, height])
  const [x1, y2] = at([box[0], box[1]]), [x2, y1] = at([box[2], box[3]])
  element("rect", { x: x1, y: y1, width: x2 - x1, height: y2 - y1, class: "inset-frame" }, svg)
  for (const [from, to] of [[[x2, y1], [frame[0], frame[1]]], [[x2, y2], [frame[0], frame[1] + frame[3]]]]) element("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: "inset-lead" }, svg)
  const title = element("text", { x: frame[0], y: frame[1] - 8, class: "inset-title" }, svg)
  title.textContent = data.insetTitle
  return { k, x: frame[0] + frame[2] - 120 }
}

const keys = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const place = parentElement.querySelector(".map-frame")
  const tell = (code) => { const tip = place.querySelector(".tip"); if (tip) tip.textContent = data.tips[code] || data.hint }
  const walk = (path, step) => {
    const all = [...place.querySelectorAll("path.area[role]")].sort((a, b) => data.order.indexOf(a.dataset.code) - data.order.indexOf(b.dataset.code))
    const next = all[(all.indexOf(path) + step + all.length) % all.length]
    path.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); tell(next.dataset.code)
  }
  place.onclick = (event) => { const path = event.target.closest("path.area"); if (path) setTriggerValue("choose", path.dataset.code) }
  place.onmouseover = (event) => { const path = event.target.closest("path.area"); tell(path ? path.dataset.code : data.chosen) }
  place.onmouseleave = () => tell(data.chosen)
  place.onkeydown = (event) => {
    const path = event.target.closest("path.area")
    if (!path) return
    if (keys[event.key]) { event.preventDefault(); walk(path, keys[event.key]) }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); setTriggerValue("choose", path.dataset.code) }
  }
  const drawn = JSON.stringify([data.url, data.order, data.inset, data.labels, data.height, data.label, place.clientWidth, data.labelRoom])
  const wanted = new Set(data.order)
  const inside = () => fetched(data.url).then((all) => ({ ...all, areas: all.areas.filter((one) => wanted.has(one.code)) }))
  inside().then((shapes) => {
    if (place.dataset.drawn === drawn) paint(place, data)
    else { draw(place, shapes, data); place.dataset.drawn = drawn }
    place.dataset.ready = String(place.querySelectorAll("path.area[role]").length)
  })
  const watcher = new ResizeObserver(() => {
    if (place.clientWidth && place.dataset.width !== String(place.clientWidth)) {
      place.dataset.width = place.clientWidth
      inside().then((shapes) => draw(place, shapes, data))
    }
  })
  watcher.observe(place)
  return () => watcher.disconnect()
}
