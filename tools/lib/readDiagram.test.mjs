import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { repoRoot } from './paths.mjs';
import { readDiagram } from './readDiagram.mjs';

test('a flowchart becomes its arrows, with the names of what they join', () => {
  assert.deepEqual(
    readDiagram(
      'flowchart LR\n  a([People]) --> b[App] -- asks --> c[(Database)]\n  subgraph x[X]\n  c -. tells .-> a\n  end',
    ),
    [
      { from: 'People', to: 'App', label: '' },
      { from: 'App', to: 'Database', label: 'asks' },
      { from: 'Database', to: 'People', label: 'tells' },
    ],
  );
});

test('a sequence becomes its messages', () => {
  assert.deepEqual(
    readDiagram(
      'sequenceDiagram\n  participant P as Person\n  P->>A: POST\n  A-->>P: 202',
    ),
    [
      { from: 'Person', to: 'A', label: 'POST' },
      { from: 'A', to: 'Person', label: '202' },
    ],
  );
});

test('every diagram of the documentation can be read', async () => {
  const docs = path.join(repoRoot, 'docs');
  let diagrams = 0;
  for await (const page of fs.glob('**/*.md', { cwd: docs })) {
    const text = await fs.readFile(path.join(docs, page), 'utf8');
    for (const [, code] of text.matchAll(/```mermaid\n([\s\S]*?)```/g)) {
      diagrams += 1;
      const arrows = readDiagram(code);
      const drawn = code.match(/-->|\.->|>>/g).length;
      assert.equal(arrows.length, drawn, `${page}: ${code}`);
      for (const { from, to } of arrows) {
        assert.doesNotMatch(from + to, /[[\]()]/);
      }
    }
  }
  assert.ok(diagrams >= 3);
});
