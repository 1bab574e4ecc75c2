import { runbookLink } from './runbookLink';

describe('runbookLink', () => {
  it.each([
    ['ImageNotFound', 'image-not-found'],
    ['NoCart', 'no-cart'],
    ['Cancelled', 'cancelled'],
    ['needs_unlock', 'needs-unlock'],
  ])('leads from %s to the entry %s', (reason, anchor) => {
    expect(runbookLink(reason)).toBe(
      `/docs/default/system/urumi-stores/runbook/#${anchor}`,
    );
  });

  it('leads to a runbook of one’s own', () => {
    expect(runbookLink('poison', 'https://wiki.example.com/runbook')).toBe(
      'https://wiki.example.com/runbook#poison',
    );
  });
});
