/** The anchor that GitHub, and the pages that this repository makes, give a heading. */
export function anchorOf(heading) {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_]/g, match => (match === '_' ? '_' : ''))
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Every anchor of a Markdown page; the second heading of a name gets `-1`, as on GitHub. */
export function anchorsOf(text) {
  const seen = new Map();
  return headingsOf(text).map(({ title }) => {
    const anchor = anchorOf(title);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** Headings of a page, those within code not among them. */
export function headingsOf(text) {
  return [
    ...text
      .replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1/gm, '')
      .matchAll(/^(#{1,6}) (.+)$/gm),
  ].map(([, marks, title]) => ({ level: marks.length, title: title.trim() }));
}
