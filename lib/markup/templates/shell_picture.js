// The first picture stands above the page until the page stands in the same place, or cannot.
(() => {
  const FAILED = '.fault, [data-testid="stException"], [data-testid="stDialog"]'
  const LIMIT_MS = 20000, LOOK_MS = 250, PATIENCE_MS = 2000
  const picture = document.getElementById("first-picture"), root = document.getElementById("root")
  const blocks = [...picture.querySelectorAll("[data-block]")], pickers = [...picture.querySelectorAll("[data-picker]")]
  const drawn = (block) => root.querySelector(`.st-key-${block.dataset.block} .tk`)
  const top = (element) => element.getBoundingClientRect().top
  const isDrawn = () => blocks.every((block) => drawn(block)?.firstElementChild)
  const hasPickers = () => pickers.every((picker) => root.querySelector(`.st-key-pick_${picker.dataset.picker} button`))
  const isInPlace = () => hasPickers() && blocks.every((block) => Math.abs(top(block) - top(drawn(block))) < 1)
  const end = () => { clearInterval(watch); picture.remove(); root.inert = false }
  // So long nothing may come: then whatever Streamlit shows says more than a picture.
  const waitOn = () => { clearTimeout(limit); limit = setTimeout(end, LIMIT_MS) }
  let ended = 0, limit
  // Pickers and style may come after the blocks and move them; a page that stays elsewhere is waited for shortly.
  const isSettled = () => {
    if (!root.querySelector('[data-test-script-state="notRunning"]')) return false
    ended ||= performance.now()
    return performance.now() - ended > PATIENCE_MS
  }
  const look = () => requestAnimationFrame(!isDrawn() || isInPlace() || isSettled() ? end : look)
  const begin = () => {
    waitOn()
    if (!isDrawn()) return
    document.removeEventListener("markup-drawn", begin)
    requestAnimationFrame(look)
  }
  // One of the two is read and reached by the keyboard at any time, never both.
  root.inert = true
  for (const button of picture.querySelectorAll("button")) button.tabIndex = -1
  const watch = setInterval(() => { if (root.querySelector(FAILED)) end() }, LOOK_MS)
  document.addEventListener("markup-drawn", begin)
  addEventListener("error", (event) => { if (event.target.tagName === "SCRIPT") end() }, true)
  addEventListener("load", waitOn)
})()
