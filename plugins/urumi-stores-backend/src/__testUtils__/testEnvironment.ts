function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `${name} is not set: these tests need a simulated cluster and Helm`,
    );
  }
  return value;
}

/** Path of the kubeconfig of the cluster that tests may use. */
export function testKubeconfig(): string {
  return required('URUMI_TEST_KUBECONFIG');
}

/** Directory of the state of that cluster, with its programs in `bin`. */
export function testClusterDirectory(): string {
  return required('URUMI_TEST_CLUSTER_DIR');
}

/** Path of the Helm program that tests use. */
export function testHelm(): string {
  return required('URUMI_TEST_HELM');
}
