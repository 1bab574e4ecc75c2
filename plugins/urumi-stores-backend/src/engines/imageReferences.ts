import { ImagesConfig } from '../config';

/** [registry/path/]name[:tag][@digest] */
const REFERENCE =
  /^(?<path>.*\/)?(?<name>[^/:@]+)(?::(?<tag>[^/:@]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;
const VERSION =
  /^(?!latest)(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?:@sha256:[0-9a-f]{64})?|sha256:[0-9a-f]{64})$/;

/** Whether it is a tag other than `latest`, a digest, or both. */
export function isImageVersion(version: string): boolean {
  return VERSION.test(version);
}

/**
 * The references of an engine's images as the operator wants them. A registry of their own keeps
 * the tag only: the digest of an index need not survive a copy.
 *
 * @param images - references by image name, as the engine has them.
 */
export function resolveImages(
  images: Record<string, string>,
  { registry, versions }: Pick<ImagesConfig, 'registry' | 'versions'>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(images).map(([imageName, reference]) => {
      const parts = REFERENCE.exec(reference)?.groups;
      if (!parts) {
        throw new Error(`'${reference}' is no reference of an image`);
      }
      const repository =
        registry === undefined
          ? `${parts.path ?? ''}${parts.name}`
          : `${registry}/${imageName}`;
      const version =
        versions[imageName] ??
        [
          parts.tag,
          (registry === undefined || parts.tag === undefined) && parts.digest,
        ]
          .filter(Boolean)
          .join('@');
      return [
        imageName,
        `${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`,
      ];
    }),
  );
}
