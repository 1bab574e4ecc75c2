/**
 * Reads the arrows of a Mermaid flowchart or sequence diagram, for pages that cannot draw it: who, what, to whom, in order.
 *
 * @returns undefined for a diagram of another kind
 */
export function readDiagram(text) {
  const [kind, ...lines] = text
    .trim()
    .split('\n')
    .map(line => line.trim());
  if (kind.startsWith('sequenceDiagram')) {
    return readSequence(lines);
  }
  return kind.startsWith('flowchart') ? readFlowchart(lines) : undefined;
}

function readSequence(lines) {
  const names = new Map(
    lines.flatMap(line => {
      const [, id, name] = /^participant (\w+) as (.+)$/.exec(line) ?? [];
      return id ? [[id, name]] : [];
    }),
  );
  return lines.flatMap(line => {
    const [, from, to, label] = /^(\w+)--?>>(\w+): (.+)$/.exec(line) ?? [];
    return from
      ? [{ from: names.get(from) ?? from, to: names.get(to) ?? to, label }]
      : [];
  });
}

function readFlowchart(lines) {
  const names = new Map();
  const arrows = [];
  for (const line of lines.filter(each => !/^(subgraph|end)\b/.test(each))) {
    // a --> b, a -- says --> b, a -. says .-> b
    const parts = line.split(
      /\s*(?:--\s+([^>]+?)\s+-->|-\.\s+(.+?)\s+\.->|-->)\s*/,
    );
    const ids = parts.filter((_, index) => index % 3 === 0).map(nodeOf);
    for (const { id, name } of ids) {
      names.set(id, name ?? names.get(id));
    }
    for (let index = 1; index < ids.length; index++) {
      arrows.push({
        from: ids[index - 1].id,
        to: ids[index].id,
        label: parts[index * 3 - 2] ?? parts[index * 3 - 1] ?? '',
      });
    }
  }
  return arrows.map(({ from, to, label }) => ({
    from: names.get(from) ?? from,
    to: names.get(to) ?? to,
    label,
  }));
}

/** `id`, `id[name]`, `id([name])` or `id[(name)]`. */
function nodeOf(text) {
  const [, id, name] = /^(\w+)(?:[[(]+(.+?)[\])]+)?$/.exec(text) ?? [
    '',
    text,
    undefined,
  ];
  return { id, name };
}
