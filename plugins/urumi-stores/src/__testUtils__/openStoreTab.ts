import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

/** Opens a part of the page of a store, as people do. */
export async function openStoreTab(name: string): Promise<void> {
  await userEvent.click(await screen.findByRole('tab', { name }));
}
