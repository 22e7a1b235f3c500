// Shows markup that lib.markup has escaped, and tells Python which [data-choose] was pressed.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const place = parentElement.querySelector(".tk") || parentElement
  if (place.dataset.shown !== data.html) {
    place.innerHTML = data.html
    place.dataset.shown = data.html
  }
  // The first picture, where one stands above the page, looks whether it can go.
  document.dispatchEvent(new Event("markup-drawn"))
  if (data.cookie) document.cookie = data.cookie
  const choose = (event) => {
    const pressed = event.target.closest("[data-choose]")
    if (!pressed) return
    event.preventDefault()
    setTriggerValue("choose", pressed.dataset.choose)
  }
  place.onclick = choose
  return () => { place.onclick = null }
}
