import { judgeIsolation } from './judgeIsolation';

const targets = [
  { name: 'DNS', host: '10.96.0.10', port: 53, expected: true },
  { name: 'API server', host: '10.96.0.1', port: 443, expected: false },
  { name: 'neighbour', host: '10.244.0.7', port: 8080, expected: false },
];

describe('judgeIsolation', () => {
  it('claims nothing where nothing could have been reached', () => {
    expect(
      judgeIsolation({
        targets: targets.filter(({ expected }) => !expected),
        connected: new Set(),
        withNeighbour: true,
      }),
    ).toMatchObject({ state: 'unknown', reason: 'NothingToCompare' });
  });

  it.each<[string, string[], boolean, string, string, RegExp]>([
    [
      'what is allowed alone',
      ['DNS'],
      true,
      'true',
      'ConnectionsTried',
      /2 forbidden .*another store/,
    ],
    [
      'no neighbour to try',
      ['DNS'],
      false,
      'true',
      'ConnectionsTried',
      /no other store/,
    ],
    [
      'a neighbour',
      ['DNS', 'neighbour'],
      true,
      'false',
      'ConnectionCameAbout',
      /: neighbour\./,
    ],
    [
      'everything but DNS',
      ['API server', 'neighbour'],
      true,
      'false',
      'ConnectionCameAbout',
      /API server, neighbour/,
    ],
    ['nothing at all', [], true, 'unknown', 'NothingReached', /DNS/],
  ])('judges %s', (_, connected, withNeighbour, state, reason, message) => {
    expect(
      judgeIsolation({ targets, connected: new Set(connected), withNeighbour }),
    ).toEqual({
      type: 'Isolated',
      state,
      reason,
      message: expect.stringMatching(message),
    });
  });
});
