import { html } from '../html.mjs';
import { layout } from './layout.mjs';

/**
 * A page that says one thing, such as what is missing or broken.
 *
 * @param {import('./layout.mjs').Frame} frame
 * @param {{ title: string, text: string, action?: { label: string, path: string } }} options
 */
export function messagePage(
  frame,
  { title, text, action = { label: 'See all products', path: '/' } },
) {
  return layout(frame, {
    title,
    isPrivate: true,
    content: html`<div class="wrap section message">
      <h1 class="page-title">${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="${action.path}">${action.label}</a></p>
    </div>`,
  });
}
