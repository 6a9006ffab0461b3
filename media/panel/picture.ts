// A plot as a picture, with the colours it has on the screen.

/** What the style sheet gives a plot's parts; the picture has no style sheet. */
const carried = ['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'font-family', 'font-size', 'paint-order'];
/** Pixels per point: sharp on most screens and in print. */
const density = 2;

/**
 * Puts the plot into the clipboard as PNG.
 * @throws Error where the clipboard is out of reach.
 */
export async function copyPicture(plot: SVGSVGElement): Promise<void> {
  const { width, height } = plot.getBoundingClientRect();
  const address = URL.createObjectURL(new Blob([standalone(plot, width, height)], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * density;
    canvas.height = height * density;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('There is no canvas.');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!picture) throw new Error('The picture is too large.');
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function standalone(plot: SVGSVGElement, width: number, height: number): string {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const originals = [plot, ...plot.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const name of carried) copies[index]?.setAttribute(name, style.getPropertyValue(name));
  }
  return new XMLSerializer().serializeToString(copy);
}
