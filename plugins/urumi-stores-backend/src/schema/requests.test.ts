import { UnprocessableEntityError } from '../errors';
import { encodeCursor } from './cursor';
import { parseOrThrow } from './parseOrThrow';
import { RejectedInput } from './RejectedInput';
import {
  createStoreRequestSchema,
  getLimitsQuerySchema,
  listJobsQuerySchema,
  listStoresQuerySchema,
} from './requests';
import { listEventsQuerySchema, streamEventsHeadersSchema } from './events';

const STORE_ID = '019ab0f0-8a51-7c3e-9d55-0123456789ab';
const OTHER_ID = '019ab0f0-8a51-7c3e-9d55-0123456789ac';

function detailsOf(parse: () => unknown) {
  try {
    parse();
  } catch (error) {
    if (error instanceof UnprocessableEntityError) {
      return error.details.map(({ loc, type }) => `${loc.join('.')}: ${type}`);
    }
    throw error;
  }
  return [];
}

function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

describe('createStoreRequestSchema', () => {
  it('fills in the defaults', () => {
    expect(parseOrThrow(createStoreRequestSchema, {}, 'body')).toEqual({
      engine: 'woocommerce',
      parameters: {},
    });
  });

  it('keeps text as written and spells the owner as the catalog does', () => {
    const request = {
      engine: 'medusa',
      display_name: ` "Zoë's" 🛍️ shop, 50% & <b>more</b> `,
      plan: 'small',
      owner: 'Group:Storefront',
      cluster: 'gke_project_zone_name',
      hostname: 'shop.example.com',
      parameters: { text: 'two\nlines\t"quoted"', list: [1, true, null, {}] },
    };
    expect(parseOrThrow(createStoreRequestSchema, request, 'body')).toEqual({
      ...request,
      owner: 'group:default/storefront',
    });
  });

  it('counts the characters of a name, not its code units', () => {
    const display_name = '👗'.repeat(120);
    expect(
      parseOrThrow(createStoreRequestSchema, { display_name }, 'body'),
    ).toMatchObject({ display_name });
  });

  it('reads a null name as none, as it is in answers', () => {
    expect(
      parseOrThrow(createStoreRequestSchema, { display_name: null }, 'body')
        .display_name,
    ).toBeUndefined();
  });

  it.each<[string, unknown, string[]]>([
    ['no body', undefined, ['body: missing']],
    ['null', null, ['body: model_attributes_type']],
    ['a list', [], ['body: model_attributes_type']],
    ['a string', 'x', ['body: model_attributes_type']],
    ['an unknown key', { colour: 1 }, ['body.colour: extra_forbidden']],
    ['expires_in', { expires_in: 60 }, ['body.expires_in: extra_forbidden']],
    [
      'each wrong type at once',
      {
        engine: 1,
        display_name: {},
        plan: false,
        owner: [],
        cluster: null,
        hostname: 4,
        parameters: [],
      },
      [
        'body.engine: string_type',
        'body.display_name: string_type',
        'body.plan: string_type',
        'body.owner: string_type',
        'body.cluster: string_type',
        'body.hostname: string_type',
        'body.parameters: dict_type',
      ],
    ],
    [
      'an empty engine',
      { engine: '' },
      ['body.engine: string_pattern_mismatch'],
    ],
    [
      'a name of 121 characters',
      { display_name: 'x'.repeat(121) },
      ['body.display_name: string_too_long'],
    ],
    [
      'a null byte',
      { display_name: 'a\0b' },
      ['body.display_name: value_error'],
    ],
    [
      'a line break',
      { display_name: 'a\nb' },
      ['body.display_name: value_error'],
    ],
    [
      'half a surrogate pair',
      { display_name: '\ud83d' },
      ['body.display_name: value_error'],
    ],
    [
      'an owner without kind',
      { owner: 'storefront' },
      ['body.owner: value_error'],
    ],
    ['another kind', { owner: 'component:a' }, ['body.owner: value_error']],
    ['an empty owner', { owner: '' }, ['body.owner: string_too_short']],
    [
      'a host name in capitals',
      { hostname: 'Shop.example.com' },
      ['body.hostname: string_pattern_mismatch'],
    ],
    [
      'a label of 64 characters',
      { hostname: `${'a'.repeat(64)}.com` },
      ['body.hostname: string_pattern_mismatch'],
    ],
    [
      'a host name of 254 characters',
      { hostname: `${'a.'.repeat(126)}ab` },
      ['body.hostname: string_too_long'],
    ],
    [
      'a host name with a line break',
      { hostname: 'a.com\n' },
      ['body.hostname: string_pattern_mismatch'],
    ],
    ['an address', { hostname: '10.0.0.1' }, ['body.hostname: value_error']],
    [
      'a null byte in a parameter',
      { parameters: { a: [{ b: '\0' }] } },
      ['body.parameters.a.0.b: value_error'],
    ],
    [
      'a null byte in the name of a parameter',
      { parameters: { a: { 'b\0': 1 } } },
      ['body.parameters.a: value_error'],
    ],
    [
      'parameters without a bottom',
      { parameters: { a: nested(50_000) } },
      ['body.parameters.a: value_error'],
    ],
  ])('refuses %s', (_, value, expected) => {
    expect(
      detailsOf(() => parseOrThrow(createStoreRequestSchema, value, 'body')),
    ).toEqual(expected);
  });

  it('passes on what the HTTP layer has found wrong', () => {
    const rejected = new RejectedInput([
      { loc: ['body'], msg: 'must be JSON', type: 'json_invalid' },
    ]);
    expect(
      detailsOf(() => parseOrThrow(createStoreRequestSchema, rejected, 'body')),
    ).toEqual(['body: json_invalid']);
  });
});

describe('listStoresQuerySchema', () => {
  const cursor = {
    list: 'stores',
    sort: '-owner',
    key: 'group:default/a',
    createdAt: 1764000000000,
    id: STORE_ID,
    backward: true,
  } as const;

  it('fills in the defaults of the bare list', () => {
    expect(parseOrThrow(listStoresQuerySchema, {}, 'query')).toEqual({
      limit: 1000,
      include_deleted: true,
      sort: '-created_at',
      count: false,
    });
  });

  it('reads every key', () => {
    expect(
      parseOrThrow(
        listStoresQuerySchema,
        {
          limit: '20',
          cursor: encodeCursor(cursor),
          id: [STORE_ID.toUpperCase(), OTHER_ID],
          status: 'READY,FAILED',
          engine: ['woocommerce', 'medusa'],
          owner: 'group:a,user:b/c',
          cluster: 'eu',
          q: 'Späti',
          include_deleted: 'false',
          sort: '-owner',
          count: 'true',
        },
        'query',
      ),
    ).toEqual({
      limit: 20,
      cursor,
      id: [STORE_ID, OTHER_ID],
      status: ['READY', 'FAILED'],
      engine: ['woocommerce', 'medusa'],
      owner: ['group:default/a', 'user:b/c'],
      cluster: ['eu'],
      q: 'Späti',
      include_deleted: false,
      sort: '-owner',
      count: true,
    });
  });

  it.each<[Record<string, string | string[]>, string[]]>([
    [{ limit: '0' }, ['query.limit: greater_than_equal']],
    [{ limit: '-1' }, ['query.limit: greater_than_equal']],
    [{ limit: '1001' }, ['query.limit: less_than_equal']],
    [{ limit: '99999999999999999999' }, ['query.limit: less_than_equal']],
    [{ limit: '1.5' }, ['query.limit: int_parsing']],
    [{ limit: '' }, ['query.limit: int_parsing']],
    [{ limit: ['1', '2'] }, ['query.limit: int_parsing']],
    [{ id: '' }, ['query.id.0: uuid_parsing']],
    [{ id: `${STORE_ID},x` }, ['query.id.1: uuid_parsing']],
    [{ id: Array(101).fill(STORE_ID) }, ['query.id: too_long']],
    [{ status: 'ready' }, ['query.status.0: enum']],
    [{ status: 'READY,' }, ['query.status.1: enum']],
    [{ engine: 'Woo' }, ['query.engine.0: string_pattern_mismatch']],
    [{ owner: 'me' }, ['query.owner.0: value_error']],
    [{ q: '' }, ['query.q: string_too_short']],
    [{ q: 'a\0' }, ['query.q: value_error']],
    [{ include_deleted: 'yes' }, ['query.include_deleted: bool_parsing']],
    [{ sort: 'name' }, ['query.sort: enum']],
    [{ count: '1' }, ['query.count: bool_parsing']],
    [{ page: '2' }, ['query.page: extra_forbidden']],
    [{ cursor: 'x' }, ['query.cursor: value_error']],
    [
      { cursor: encodeCursor({ ...cursor, list: 'jobs' }) },
      ['query.cursor: value_error'],
    ],
    [
      { cursor: encodeCursor(cursor), sort: 'created_at' },
      ['query.cursor: value_error'],
    ],
  ])('refuses %j', (value, expected) => {
    expect(
      detailsOf(() => parseOrThrow(listStoresQuerySchema, value, 'query')),
    ).toEqual(expected);
  });
});

describe('the other queries', () => {
  it('read what they know', () => {
    expect(
      parseOrThrow(
        listEventsQuerySchema,
        { after: '7', limit: '500' },
        'query',
      ),
    ).toEqual({ after: 7, limit: 500 });
    expect(
      parseOrThrow(
        listJobsQuerySchema,
        { store_id: STORE_ID.toUpperCase(), status: 'QUEUED' },
        'query',
      ),
    ).toEqual({ store_id: STORE_ID, status: ['QUEUED'], limit: 100 });
    expect(
      parseOrThrow(getLimitsQuerySchema, { owner: 'group:a' }, 'query'),
    ).toEqual({ owner: 'group:default/a' });
    expect(parseOrThrow(streamEventsHeadersSchema, {}, 'header')).toEqual({
      'last-event-id': 0,
    });
  });

  it('refuse the rest', () => {
    expect([
      ...detailsOf(() =>
        parseOrThrow(
          listEventsQuerySchema,
          { after: '-1', limit: '501' },
          'query',
        ),
      ),
      ...detailsOf(() =>
        parseOrThrow(
          listJobsQuerySchema,
          { store_id: '../x', status: 'DONE', limit: 'all' },
          'query',
        ),
      ),
      ...detailsOf(() =>
        parseOrThrow(getLimitsQuerySchema, { owner: 'x', of: 'me' }, 'query'),
      ),
      ...detailsOf(() =>
        parseOrThrow(
          streamEventsHeadersSchema,
          { 'last-event-id': 'abc' },
          'header',
        ),
      ),
    ]).toEqual([
      'query.after: greater_than_equal',
      'query.limit: less_than_equal',
      'query.store_id: uuid_parsing',
      'query.status.0: enum',
      'query.limit: int_parsing',
      'query.owner: value_error',
      'query.of: extra_forbidden',
      'header.last-event-id: int_parsing',
    ]);
  });
});
