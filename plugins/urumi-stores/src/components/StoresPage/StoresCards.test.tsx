import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../__testUtils__/renderPage';
import { serveStoresPage } from '../../__testUtils__/serveStoresPage';
import { aStore } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('StoresPage', () => {
  const backend = serveStoresPage();

  it('is a list of cards on a narrow screen, with the filters folded away', async () => {
    window.matchMedia = query =>
      ({
        matches: query.includes('max-width: 767px'),
        addListener() {},
        removeListener() {},
        addEventListener() {},
        removeEventListener() {},
      } as Partial<MediaQueryList> as MediaQueryList);
    try {
      backend.links = { first: { next: 'second' } };
      renderPage(<UrumiStoresRouter />);
      const list = await screen.findByRole('list', { name: 'Stores' });
      expect(screen.queryByRole('grid')).not.toBeInTheDocument();
      for (const text of ['Ready', 'summer.localhost', 'storefront']) {
        expect(within(list).getByText(text)).toBeInTheDocument();
      }
      expect(
        within(list).getByRole('link', { name: 'Summer sale' }),
      ).toHaveAttribute('href', `/stores/${aStore().id}`);
      expect(screen.queryByRole('switch')).not.toBeInTheDocument();
      await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
      await userEvent.click(screen.getByRole('switch', { name: 'Only mine' }));
      expect(
        await screen.findByRole('button', { name: 'Filters (1)' }),
      ).toHaveAttribute('aria-expanded', 'true');
      await userEvent.click(screen.getByRole('button', { name: /Newest/ }));
      await userEvent.click(screen.getByRole('option', { name: 'Name' }));
      await waitFor(() =>
        expect(backend.lastQuery()).toMatch(/^sort=display_name/),
      );
      await userEvent.click(
        screen.getByRole('checkbox', { name: 'Choose Summer sale' }),
      );
      expect(screen.getByText('1 store chosen')).toBeInTheDocument();
    } finally {
      Reflect.deleteProperty(window, 'matchMedia');
    }
  });
});
