/** In a wide panel lines need no more, in a narrow one words need no less. Pixels. */
const [least, most] = [240, 640];

/** How wide a plot is drawn: as wide as there is room for when it is made, so that its words have the size of all others. */
export function plotWidth(): number {
  const room = document.getElementById('panel')?.clientWidth ?? most;
  return Math.min(most, Math.max(least, room));
}
