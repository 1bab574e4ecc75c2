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
});
