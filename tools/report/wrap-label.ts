/** Letters that are about so wide, in parts of the font's size; the widths are those of a wide sans-serif. */
const WIDTHS: readonly (readonly [width: number, letters: RegExp])[] = [
  [0.36, /[ijlI.,:;'|!()[\]\s-]/],
  [0.45, /[frt/]/],
  [1, /[mwMW@%—…⏎+=<>~]/],
  [0.8, /[A-Z]/],
  [0.65, /[\x20-\x7e·→]/],
];
const OTHERS = 1.05;

/** The text in at most two lines that are no wider than so many pixels at that font size; what does not fit is cut and marked. */
export function wrapLabel(text: string, most: number, size: number): string[] {
  const room = most / size;
  const all = [...text.slice(0, 1000)];
  const first = fitting(all, room);
  if (first === all.length) return [text];
  const space = all.slice(0, first + 1).lastIndexOf(" ");
  // A name that has no space is broken behind a sign, if there is one in the line's second half.
  const sign = all.slice(0, first).findLastIndex((letter) => /[-_./,:]/.test(letter)) + 1;
  const end = space > first / 3 ? space : sign > first / 2 ? sign : first;
  const rest = all.slice(all[end] === " " ? end + 1 : end);
  const second = fitting(rest, room);
  const isWhole = second === rest.length && all.length === [...text].length;
  const cut = isWhole ? rest.join("") : `${rest.slice(0, fitting(rest, room - 1)).join("")}…`;
  return [all.slice(0, end).join(""), cut];
}

/** How many of the letters fit. */
function fitting(letters: readonly string[], room: number): number {
  let width = 0;
  const end = letters.findIndex((letter) => {
    width += widthOf(letter);
    return width > room;
  });
  return end === -1 ? letters.length : end;
}

function widthOf(letter: string): number {
  return WIDTHS.find(([, letters]) => letters.test(letter))?.[0] ?? OTHERS;
}
