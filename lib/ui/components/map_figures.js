// The figures of a map on their own, so that a recolour sends neither the map's script nor its names.
export default function ({ data }) {
  (globalThis.mapFigures ||= new Map()).set(data.name, data)
  document.dispatchEvent(new Event(`map-figures-${data.name}`))
  return () => {}
}
