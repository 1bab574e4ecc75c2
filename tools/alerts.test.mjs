import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { testPrograms } from './lib/clusterProgramList.mjs';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { repoRoot } from './lib/paths.mjs';

const run = promisify(execFile);
const rulesFile = 'charts/platform/rules/urumi-stores.yaml';
const testsFile = 'tools/alerts/urumi-stores.test.yaml';
const read = file => fs.readFile(path.join(repoRoot, file), 'utf8');

const { groups } = parse(await read(rulesFile));
const alerts = groups.flatMap(({ rules }) => rules);
const names = alerts.map(({ alert }) => alert).sort();
const dashboard = JSON.parse(
  await read('charts/platform/dashboards/urumi-stores.json'),
);
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const runbook = await read('docs/runbook.md');
const metrics = [
  ...(await read('plugins/urumi-stores-backend/src/metrics.ts')).matchAll(
    /name: '(\w+)',\n\s+help:/g,
  ),
].map(([, name]) => name);

/** The metrics that an expression names, a histogram's parts as the histogram. */
function metricsOf(expression) {
  const labels = /\{[^}]*\}|\b(?:by|on|without|ignoring) ?\([^)]*\)/g;
  return [...expression.replace(labels, '').matchAll(/\b[a-z]+_\w+\b/g)]
    .map(([name]) => name.replace(/_(bucket|count|sum)$/, ''))
    .filter(name => !/^(histogram_quantile|label_values)$/.test(name));
}

/** Text of a chapter of the runbook, by its anchor. */
function entry(anchor) {
  const [, text] =
    runbook
      .split(/^### /m)
      .slice(1)
      .map(part => part.split(/\n(?=\n)/))
      .map(([title, ...rest]) => [title.trim(), rest.join('\n')])
      .find(([title]) => title.toLowerCase() === anchor) ?? [];
  return text;
}

let folder;
let promtool;

before(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'alerts-'));
  await provideClusterPrograms({
    linkFolder: folder,
    programs: testPrograms(),
  });
  promtool = path.join(folder, 'promtool');
});

after(() => fs.rm(folder, { recursive: true, force: true }));

test('promtool finds no fault in the rules', async () => {
  await run(promtool, [
    'check',
    'rules',
    '--lint=all',
    '--lint-fatal',
    path.join(repoRoot, rulesFile),
  ]);
});

test('every alert fires when it has to, and none on a platform that is well', async () => {
  const { tests } = parse(await read(testsFile));
  const tested = tests.flatMap(({ alert_rule_test: cases = [] }) =>
    cases
      .filter(({ exp_alerts: expected }) => expected.length > 0)
      .map(({ alertname }) => alertname),
  );
  assert.deepEqual([...new Set(tested)].sort(), names);
  await run(promtool, ['test', 'rules', path.join(repoRoot, testsFile)]);
});

for (const { alert, annotations } of alerts) {
  test(`${alert} has its entry in the runbook`, () => {
    const [page, anchor] = annotations.runbook_url.split('#');
    assert.ok(page.endsWith('docs/runbook.md'), page);
    assert.equal(anchor, alert.toLowerCase());
    const text = entry(anchor);
    assert.ok(text, `docs/runbook.md has no chapter ${alert}`);
    for (const part of ['**Means**', '**Look at**', '**Do**']) {
      assert.ok(text.includes(part), `${alert} says nothing under ${part}`);
    }
  });
}

test('the runbook has no entry for an alert that is not there', () => {
  const entries = [...runbook.matchAll(/^### (Urumi\w+)$/gm)].map(
    ([, name]) => name,
  );
  assert.deepEqual(entries.sort(), names);
});

test('every metric of the rules and of the dashboard is there', () => {
  assert.ok(metrics.length > 15, `only ${metrics} were found`);
  const used = [
    ...alerts.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ].flatMap(metricsOf);
  assert.deepEqual(
    [...new Set(used)].filter(name => !metrics.includes(name)),
    [],
  );
});

test('every metric is on the dashboard', () => {
  const shown = panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => metricsOf(expr)),
  );
  assert.deepEqual(
    metrics.filter(name => !shown.includes(name)),
    [],
  );
});

test('every panel says what it shows and where its numbers come from', () => {
  for (const { title, description, datasource, targets } of panels) {
    assert.ok(title && description, `${title}: ${description}`);
    assert.deepEqual(datasource, { type: 'prometheus', uid: '${datasource}' });
    assert.ok(targets.length > 0, title);
  }
  const ids = panels.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
