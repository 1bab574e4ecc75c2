// No page shows a text that stands in its code: all are in the translation references, where languages find them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { repoRoot } from './lib/paths.mjs';

/** Attributes of elements that people see or hear. */
const shownAttributes =
  /^(title|label|text|description|placeholder|alt|helperText|emptyContent|subheader|tooltip|message|aria-(label|description|roledescription|valuetext|placeholder))$/;

/** Operators that give either of their sides; what others compare is not shown. */
const showsBoth = [
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.PlusToken,
];

/** Names that are the same in every language. */
const names = ['Urumi'];

const files = execFileSync(
  'git',
  [
    'ls-files',
    '-co',
    '--exclude-standard',
    'plugins/urumi-stores/src/**.tsx',
    'packages/app/src/**.tsx',
  ],
  { cwd: repoRoot },
)
  .toString()
  .trim()
  .split('\n')
  .filter(file => !/\.test\.tsx$|__testUtils__/.test(file));

test('components show no text that stands in their code', () => {
  const found = files.flatMap(file =>
    literalTexts(fs.readFileSync(path.join(repoRoot, file), 'utf8'), file).map(
      ({ line, text }) => `${file}:${line} ${text}`,
    ),
  );
  assert.deepEqual(found, []);
});

test('such a text is found wherever it stands', () => {
  const code = `
    const page = (
      <Card title="A title" id="an-id" aria-label={\`Delete \${name}\`}>
        Some words {t('list.name')} <b>{'More words'}</b>
        {isOpen ? 'Open' : t('list.closed')} {count > 0 && 'Some'} · {store.url}
        <Field description={isBad ? 'Not right' : undefined} className="wide row" />
      </Card>
    );`;
  assert.deepEqual(
    literalTexts(code, 'page.tsx').map(({ text }) => text),
    [
      'A title',
      'Delete',
      'Some words',
      'More words',
      'Open',
      'Some',
      'Not right',
    ],
  );
});

/** The texts of a component that its elements show. @returns `line` and `text` of each */
function literalTexts(code, name) {
  const file = ts.createSourceFile(
    name,
    code,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found = [];
  const add = (node, text) => {
    if (/\p{L}{2}/u.test(text) && !names.includes(text.trim())) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ line: line + 1, text: text.trim() });
    }
  };
  const visit = node => {
    if (ts.isJsxText(node)) {
      add(node, node.text.trim());
    } else if (
      ts.isJsxExpression(node) &&
      node.expression &&
      (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))
    ) {
      addShown(node.expression, add);
    } else if (
      ts.isJsxAttribute(node) &&
      node.initializer &&
      shownAttributes.test(node.name.getText())
    ) {
      addShown(node.initializer.expression ?? node.initializer, add);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Follows an expression to the literals that it may give. */
function addShown(node, add) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    add(node, node.text);
  } else if (ts.isTemplateExpression(node)) {
    add(
      node,
      [node.head, ...node.templateSpans.map(({ literal }) => literal)]
        .map(({ text }) => text)
        .join(''),
    );
  } else if (ts.isConditionalExpression(node)) {
    addShown(node.whenTrue, add);
    addShown(node.whenFalse, add);
  } else if (ts.isParenthesizedExpression(node)) {
    addShown(node.expression, add);
  } else if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (showsBoth.includes(kind)) {
      addShown(node.left, add);
    }
    if (
      showsBoth.includes(kind) ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken
    ) {
      addShown(node.right, add);
    }
  }
}
