// Elements by function call. No markup strings: text from results and code can never become markup.

type Attributes = Readonly<Record<string, string | number | boolean>>;
type Child = Node | string;

/** `true` sets an attribute without value, `false` leaves it out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  fill(created, attributes, children);
  return created;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const created = document.createElementNS('http://www.w3.org/2000/svg', name);
  fill(created, attributes, children);
  return created;
}

function fill(target: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) target.setAttribute(name, value === true ? '' : String(value));
  }
  target.append(...children);
}
