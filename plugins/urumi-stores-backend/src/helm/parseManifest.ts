import { parseAllDocuments } from 'yaml';
import { KubernetesObject } from '../kubernetes';

/**
 * Parses what Helm renders: YAML documents, empty ones among them.
 *
 * @remarks
 * As Helm reads them itself, by YAML 1.1: `0440` is octal there. Helm knows neither its times of
 * day nor its timestamps.
 */
export function parseManifest(manifest: string): KubernetesObject[] {
  return parseAllDocuments(manifest, {
    version: '1.1',
    customTags: tags =>
      tags.filter(
        tag =>
          typeof tag === 'string' ||
          (tag.format !== 'TIME' && !tag.tag.endsWith(':timestamp')),
      ),
  }).flatMap(document => {
    const object: unknown = document.toJS();
    return object ? [object as KubernetesObject] : [];
  });
}
