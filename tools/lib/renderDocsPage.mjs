import path from 'node:path';
import { anchorOf, anchorsInOrder, headingsOf } from './markdownAnchors.mjs';
import { readDiagram } from './readDiagram.mjs';

/**
 * Makes the HTML of one page in the structure that TechDocs styles: navigation, text, table of contents.
 *
 * @param options.page its path below the folder of the documentation
 * @param options.site as of `renderDocs`: configuration and list of pages
 * @returns its place below the entity's folder, and the HTML
 */
export async function renderDocsPage({ page, text, site, stylesheet }) {
  const { Marked } = await import('marked');
  const file = outputOf(page);
  const up = path.posix.relative(path.posix.dirname(file), '.') || '.';
  const marked = new Marked({
    gfm: true,
    renderer: renderer({ page, file, site }),
  });
  const title = headingsOf(text)[0]?.title ?? site.config.site_name;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<link rel="stylesheet" href="${up}/${stylesheet}"></head>
<body>
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<header class="md-header"><label class="md-header__button md-icon" for="__drawer"></label></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary"><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">
<nav class="md-nav md-nav--primary" aria-label="Pages">${navigation(
    site.config.nav,
    { page, file },
  )}</nav>
</div></div></div>
<div class="md-sidebar md-sidebar--secondary"><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">
<nav class="md-nav md-nav--secondary" aria-label="On this page">${contents(
    text,
  )}</nav>
</div></div></div>
<div class="md-content"><article class="md-content__inner md-typeset">
${marked.parse(text)}
</article></div>
</div></main></div>
</body></html>
`;
  return { file, html };
}

/** Each page in a folder of its own, as MkDocs does it: that its address needs no file name. */
export function outputOf(page) {
  return /(^|\/)(index|README)\.md$/.test(page)
    ? path.posix.join(path.posix.dirname(page), 'index.html')
    : page.replace(/\.md$/, '/index.html');
}

/** From a file to a page, as a relative address. */
function addressOf(page, from) {
  const target = path.posix.dirname(outputOf(page));
  return `${path.posix.relative(path.posix.dirname(from), target) || '.'}/`;
}

function renderer({ page, file, site }) {
  const nextAnchor = anchorsInOrder();
  const { repo_url: repository } = site.config;
  return {
    heading({ tokens, depth, text }) {
      const id = nextAnchor(text);
      return `<h${depth} id="${id}">${this.parser.parseInline(
        tokens,
      )} <a class="headerlink" href="#${id}" title="Link to this chapter">#</a></h${depth}>\n`;
    },
    link({ href, tokens }) {
      const label = this.parser.parseInline(tokens);
      if (/^([a-z]+:|#)/.test(href)) {
        return `<a href="${escape(href)}">${label}</a>`;
      }
      const [link, anchor] = href.split('#');
      const target = path.posix.join(path.posix.dirname(page), link);
      const hash = anchor ? `#${anchor}` : '';
      const shown = [target, path.posix.join(target, 'README.md')].find(one =>
        site.pages.includes(one),
      );
      if (shown) {
        return `<a href="${addressOf(shown, file)}${hash}">${label}</a>`;
      }
      // What is not among the pages is in the repository.
      const source = path.posix.join(site.docs, target);
      return repository
        ? `<a href="${repository}/blob/main/${source}${hash}">${label}</a>`
        : `<span title="${escape(source)} in the repository">${label}</span>`;
    },
    code({ text, lang }) {
      const arrows = lang === 'mermaid' ? readDiagram(text) : undefined;
      // As Marked does it by itself.
      return arrows ? diagram(arrows) : false;
    },
    image({ href, text }) {
      const target = path.posix.join(path.posix.dirname(page), href);
      const source = path.posix.relative(path.posix.dirname(file), target);
      return `<img src="${escape(source)}" alt="${escape(text)}">`;
    },
    table({ header, rows }) {
      const cells = (row, tag) =>
        `<tr>${row
          .map(
            ({ tokens }) =>
              `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`,
          )
          .join('')}</tr>`;
      return `<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table><thead>${cells(
        header,
        'th',
      )}</thead><tbody>${rows
        .map(row => cells(row, 'td'))
        .join('\n')}</tbody></table></div></div>\n`;
    },
  };
}

/** TechDocs draws no diagrams: what they say, as a table. */
function diagram(arrows) {
  const rows = arrows.map(
    ({ from, to, label }) =>
      `<tr><td>${escape(from)}</td><td>${escape(
        label ? `${label} →` : '→',
      )}</td><td>${escape(to)}</td></tr>`,
  );
  return `<div class="md-typeset__scrollwrap"><table class="diagram">${rows.join(
    '',
  )}</table></div>\n`;
}

function navigation(entries, { page, file }) {
  const items = entries.flatMap(entry =>
    Object.entries(entry).map(([title, value]) => {
      if (typeof value !== 'string') {
        return `<li class="md-nav__item md-nav__item--section"><span class="md-nav__link">${escape(
          title,
        )}</span>${navigation(value, { page, file })}</li>`;
      }
      const active = value === page;
      return `<li class="md-nav__item${
        active ? ' md-nav__item--active' : ''
      }"><a class="md-nav__link"${
        active ? ' aria-current="page"' : ''
      } href="${addressOf(value, file)}">${escape(title)}</a></li>`;
    }),
  );
  return `<ul class="md-nav__list">${items.join('\n')}</ul>`;
}

function contents(text) {
  const items = headingsOf(text)
    .filter(({ level }) => level === 2 || level === 3)
    .map(
      ({ level, title }) =>
        `<li class="md-nav__item md-nav__item--level${level}"><a class="md-nav__link" href="#${anchorOf(
          title,
        )}">${escape(title.replace(/[`*]/g, ''))}</a></li>`,
    );
  return items.length > 1
    ? `<span class="md-nav__title">On this page</span><ul class="md-nav__list">${items.join(
        '\n',
      )}</ul>`
    : '';
}

function escape(text) {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/"/g, '&quot;');
}
