// Control characters could drive the terminal, marks of writing direction could show code in another order than it runs.
const unprintable = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// East Asian characters and emoji take two columns.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** `text` on one line, safe to show. It comes from other people's files. */
export function printable(text: string): string {
  return text.replaceAll('\t', '  ').replace(unprintable, '\ufffd');
}

/** How many columns of a terminal printable `text` takes. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += wide.test(character) ? 2 : /\p{Mark}/u.test(character) ? 0 : 1;
  return count;
}
