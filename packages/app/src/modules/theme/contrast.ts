/**
 * The contrast of two colours as WCAG 2 defines it: 1 for the same colour, 21 for black on white.
 *
 * @param one - such as `#9c4325`
 */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

/** How bright a colour is to the eye, from 0 to 1. */
function luminance(colour: string): number {
  const digits = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (digits === undefined) {
    throw new Error(`The colour ${colour} is not of the form #9c4325`);
  }
  const [red, green, blue] = [0, 2, 4].map(start => {
    const share = parseInt(digits.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
