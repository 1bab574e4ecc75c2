import { join } from 'node:path';

/** What Helm may see of this process's environment. */
const INHERITED = [
  'PATH',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'TZ',
];

/**
 * The complete environment of a call of Helm, whose files live in the directory.
 *
 * @param discovery - folder for what API servers say of their resources, shared by all calls: each asks again whether that
 * is still so, which costs a fifth less processor than to be told anew. Nothing in it is of a store or secret.
 */
export function helmEnvironment(
  directory: string,
  discovery: string,
): Record<string, string> {
  const inherited = INHERITED.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    // A call is over before collecting garbage would pay, as long as it stays small.
    GOGC: 'off',
    GOMEMLIMIT: '256MiB',
    HOME: directory,
    KUBECONFIG: join(directory, 'kubeconfig'),
    KUBECACHEDIR: discovery,
    HELM_CACHE_HOME: join(directory, 'cache'),
    HELM_CONFIG_HOME: join(directory, 'config'),
    HELM_DATA_HOME: join(directory, 'data'),
    HELM_NO_PLUGINS: '1',
    HELM_DRIVER: 'secret',
    NO_COLOR: '1',
  };
}
