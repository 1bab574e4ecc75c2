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

/** Gives the headings of one page, in order, their anchors; the second of a name gets `-1`, as on GitHub. */
export function anchorsInOrder() {
  const seen = new Map();
  return heading => {
    const anchor = anchorOf(heading);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  };
}

/** Every anchor of a Markdown page. */
export function anchorsOf(text) {
  const nextAnchor = anchorsInOrder();
  return headingsOf(text).map(({ title }) => nextAnchor(title));
}

/** Headings of a page, those within code not among them. */
export function headingsOf(text) {
  return [
    ...text
      .replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1/gm, '')
      .matchAll(/^(#{1,6}) (.+)$/gm),
  ].map(([, marks, title]) => ({ level: marks.length, title: title.trim() }));
}
