import path from 'node:path';
import { anchorsInOrder } from './markdownAnchors.mjs';
import { outputOf } from './renderDocsPage.mjs';

/**
 * What a search finds of a page: each of its chapters, in the form of MkDocs' index, which TechDocs reads.
 *
 * @param options.page its path below the folder of the documentation
 * @returns `location` below the site, `title` and `text` of each
 */
export async function docsSearchEntries({ page, text }) {
  const { marked } = await import('marked');
  const folder = path.posix.dirname(outputOf(page));
  const address = folder === '.' ? '' : `${folder}/`;
  const nextAnchor = anchorsInOrder();
  const entries = [];
  for (const token of marked.lexer(text)) {
    if (token.type === 'heading') {
      const anchor = nextAnchor(token.text);
      entries.push({
        location: entries.length === 0 ? address : `${address}#${anchor}`,
        title: plain(marked.Parser.parseInline(token.tokens)),
        text: '',
      });
    } else if (entries.length > 0) {
      const entry = entries.at(-1);
      entry.text = `${entry.text} ${plain(marked.parser([token]))}`.trim();
    }
  }
  return entries;
}

const entities = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function plain(html) {
  return html
    .replace(/<\/?(?:a|code|del|em|strong)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|#39|amp);/g, entity => entities[entity])
    .replace(/\s+/g, ' ')
    .trim();
}
