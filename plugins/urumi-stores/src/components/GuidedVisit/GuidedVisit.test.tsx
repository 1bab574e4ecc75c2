import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { storageApiRef } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { GuidedVisit } from './GuidedVisit';

function render(storage = mockApis.storage()) {
  renderInTestApp(<GuidedVisit />, { apis: [[storageApiRef, storage]] });
  return storage;
}

const visit = () => screen.findByRole('region', { name: 'Guided visit' });

describe('GuidedVisit', () => {
  it('guides through its tips by keyboard, and says which one one is at', async () => {
    render();
    const region = await visit();
    expect(within(region).getByText('Tip 1 of 5')).toBeInTheDocument();
    expect(document.body).toHaveFocus();

    within(region).getByRole('button', { name: 'Next tip' }).focus();
    await userEvent.keyboard('{Enter}');
    const heading = within(region).getByRole('heading', { name: 'Create one' });
    await waitFor(() => expect(heading).toHaveFocus());
    await userEvent.click(
      within(region).getByRole('button', { name: 'Previous tip' }),
    );
    expect(within(region).getByText('Tip 1 of 5')).toBeInTheDocument();
  });

  it('is over after the last tip, remembers that, and comes back from the help', async () => {
    const storage = render();
    const region = await visit();
    for (let tip = 1; tip < 5; tip++) {
      await userEvent.click(
        within(region).getByRole('button', { name: 'Next tip' }),
      );
    }
    await userEvent.click(
      within(region).getByRole('button', { name: 'Got it' }),
    );
    expect(region).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Help' })).toHaveFocus();
    expect(
      storage.forBucket('urumi-stores').snapshot('guided-visit').value,
    ).toBe('over');

    await userEvent.click(screen.getByRole('button', { name: 'Help' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Show the guided visit' }),
    );
    expect(within(await visit()).getByText('Tip 1 of 5')).toBeInTheDocument();
  });

  it('does not come to who has seen it, and leads to the documentation', async () => {
    const storage = mockApis.storage();
    await storage.forBucket('urumi-stores').set('guided-visit', 'over');
    render(storage);
    await userEvent.click(await screen.findByRole('button', { name: 'Help' }));
    expect(
      await screen.findByRole('menuitem', { name: 'Read the documentation' }),
    ).toHaveAttribute('href', '/docs/default/system/urumi-stores/');
    expect(
      screen.queryByRole('region', { name: 'Guided visit' }),
    ).not.toBeInTheDocument();
  });

  it.each(['{Escape}', 'Skip the visit'])('ends by %s', async by => {
    render();
    const region = await visit();
    const skip = within(region).getByRole('button', { name: 'Skip the visit' });
    if (by === '{Escape}') {
      skip.focus();
      await userEvent.keyboard(by);
    } else {
      await userEvent.click(skip);
    }
    expect(
      screen.queryByRole('region', { name: 'Guided visit' }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Help' })).toHaveFocus();
  });
});
