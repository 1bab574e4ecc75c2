import { isImageVersion, resolveImages } from './imageReferences';

const digest = `sha256:${'0a'.repeat(32)}`;
const images = {
  shop: 'urumi-stores/shop:1.2',
  mariadb: `docker.io/library/mariadb:11.8@${digest}`,
  pinned: `example.com:5000/pinned@${digest}`,
};

describe('resolveImages', () => {
  it('leaves the references as they are without a registry', () => {
    expect(
      resolveImages(images, { registry: undefined, versions: {} }),
    ).toEqual(images);
  });

  it('moves all images to the registry of the operator', () => {
    expect(
      resolveImages(images, { registry: 'r.example.com/u', versions: {} }),
    ).toEqual({
      shop: 'r.example.com/u/shop:1.2',
      mariadb: 'r.example.com/u/mariadb:11.8',
      pinned: `r.example.com/u/pinned@${digest}`,
    });
  });

  it('takes tags and digests of the operator', () => {
    const versions = { shop: digest, mariadb: `11.8.9@${digest}` };
    expect(
      resolveImages(images, { registry: 'r.example.com/u', versions }),
    ).toMatchObject({
      shop: `r.example.com/u/shop@${digest}`,
      mariadb: `r.example.com/u/mariadb:11.8.9@${digest}`,
    });
    expect(
      resolveImages(images, { registry: undefined, versions }).mariadb,
    ).toBe(`docker.io/library/mariadb:11.8.9@${digest}`);
  });
});

describe('isImageVersion', () => {
  it.each([
    ['1.2', true],
    [digest, true],
    [`1.2@${digest}`, true],
    ['latest', false],
    ['latest-stable', false],
    ['', false],
    ['a b', false],
    ['sha256:12', false],
  ])('judges %s as %s', (version, valid) => {
    expect(isImageVersion(version)).toBe(valid);
  });
});
