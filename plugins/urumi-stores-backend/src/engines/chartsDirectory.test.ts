import { createMockDirectory } from '@backstage/backend-test-utils';
import { findChartsDirectory } from './chartsDirectory';

describe('findChartsDirectory', () => {
  const directory = createMockDirectory();

  it('takes the nearest folder of that name and no file', () => {
    directory.setContent({
      charts: {},
      app: { charts: {}, plugins: { backend: { charts: 'a file' } } },
    });
    expect(
      findChartsDirectory({ from: directory.resolve('app/plugins/backend') }),
    ).toBe(directory.resolve('app/charts'));
    expect(findChartsDirectory({ from: directory.resolve('other') })).toBe(
      directory.resolve('charts'),
    );
  });

  it('finds the charts of this repository', () => {
    expect(findChartsDirectory()).toMatch(/[\\/]charts$/);
  });

  it('says where it looked when there is none', () => {
    expect(() => findChartsDirectory({ from: '/nowhere' })).toThrow(
      "No folder 'charts' in /nowhere or above it",
    );
  });
});
