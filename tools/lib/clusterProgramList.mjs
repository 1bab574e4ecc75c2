const kubernetes = 'k8s.io/kubernetes';

/** Where official downloads come from. A mirror can be named by environment variables. */
const kubernetesHost =
  process.env.URUMI_DOWNLOAD_KUBERNETES || 'https://dl.k8s.io';
const githubHost = process.env.URUMI_DOWNLOAD_GITHUB || 'https://github.com';
const helmHost = process.env.URUMI_DOWNLOAD_HELM || 'https://get.helm.sh';

function kubernetesProgram(name, buildMinutes, { macOs = false } = {}) {
  return {
    name,
    buildMinutes,
    pins: 'kube',
    module: kubernetes,
    package: `${kubernetes}/cmd/${name}`,
    // Without these the API server does not know its own version, and Helm refuses charts that name a `kubeVersion`.
    linkerFlags: version =>
      ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
        .map(
          target =>
            `-X ${target}.gitVersion=${version} -X ${target}.gitMajor=1 -X ${target}.gitMinor=${
              version.split('.')[1]
            } -X ${target}.gitTreeState=archive -X ${target}.gitCommit=module-${version}`,
        )
        .join(' '),
    download: ({ version, os, arch }) => {
      const url = `${kubernetesHost}/release/${version}/bin/${os}/${arch}/${name}`;
      return os === 'linux' || macOs
        ? { url, checksumUrl: `${url}.sha256` }
        : undefined;
    },
  };
}

/** A program of our own: `sources` are the files, beside the pins, that it is made of. */
function ownProgram(name, options) {
  return {
    name,
    buildMinutes: 1,
    package: `urumi.dev/tools/${options.pins}/${name}`,
    sources: `${name}/*.go`,
    linkerFlags: () => '',
    download: () => undefined,
    ...options,
  };
}

/** Its Go module v0.313.5 is the release 3.13.5. */
function prometheusRelease(moduleVersion) {
  const [, minor, patch] = moduleVersion.split('.');
  return `${minor.slice(0, 1)}.${Number(minor.slice(1))}.${patch}`;
}

/**
 * The programs of the clusters that run here, and of their tests. `pins` is the folder under tools/cluster/go whose go.mod fixes the version of
 * `module`, and `tags` are those of its build; `download` names the official file for a platform, if there is one, and where its SHA-256 is published.
 */
const programs = [
  {
    name: 'etcd',
    buildMinutes: 1,
    pins: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    linkerFlags: version =>
      `-X go.etcd.io/etcd/api/v3/version.GitSHA=${version}`,
    download: ({ version, os, arch }) => {
      const folder = `etcd-${version}-${os}-${arch}`;
      const release = `${githubHost}/etcd-io/etcd/releases/download/${version}`;
      return os === 'linux'
        ? {
            url: `${release}/${folder}.tar.gz`,
            checksumUrl: `${release}/SHA256SUMS`,
            member: `${folder}/etcd`,
          }
        : undefined;
    },
  },
  kubernetesProgram('kube-apiserver', 4),
  kubernetesProgram('kube-controller-manager', 1),
  kubernetesProgram('kube-scheduler', 1),
  kubernetesProgram('kubectl', 1, { macOs: true }),
  {
    name: 'kwok',
    buildMinutes: 1,
    pins: 'kwok',
    module: 'sigs.k8s.io/kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    linkerFlags: () => '',
    // kwok publishes no check sums: only the platforms in tools/cluster/checksums.txt can be downloaded.
    download: ({ version, os, arch }) => ({
      url: `${githubHost}/kubernetes-sigs/kwok/releases/download/${version}/kwok-${os}-${arch}`,
    }),
  },
  {
    name: 'helm',
    buildMinutes: 2,
    pins: 'helm',
    module: 'helm.sh/helm/v4',
    package: 'helm.sh/helm/v4/cmd/helm',
    linkerFlags: version =>
      `-X helm.sh/helm/v4/internal/version.version=${version}`,
    download: ({ version, os, arch }) => {
      const url = `${helmHost}/helm-${version}-${os}-${arch}.tar.gz`;
      return {
        url,
        checksumUrl: `${url}.sha256sum`,
        member: `${os}-${arch}/helm`,
      };
    },
  },
  kubernetesProgram('kubelet', 2),
  kubernetesProgram('kube-proxy', 1),
  ownProgram('coredns', {
    pins: 'coredns',
    module: 'github.com/coredns/coredns',
    package: 'urumi.dev/tools/coredns',
    sources: '*.go',
    download: ({ version, os, arch }) => {
      const file = `coredns_${version.slice(1)}_${os}_${arch}.tgz`;
      const url = `${githubHost}/coredns/coredns/releases/download/${version}/${file}`;
      return { url, checksumUrl: `${url}.sha256`, member: 'coredns' };
    },
  }),
  {
    name: 'promtool',
    buildMinutes: 3,
    pins: 'prometheus',
    module: 'github.com/prometheus/prometheus',
    package: 'github.com/prometheus/prometheus/cmd/promtool',
    // Without the clients of all clouds, which it would only need to look for machines there.
    tags: 'remove_all_sd',
    linkerFlags: () => '',
    download: ({ version, os, arch }) => {
      const release = prometheusRelease(version);
      const folder = `prometheus-${release}.${os}-${arch}`;
      const url = `${githubHost}/prometheus/prometheus/releases/download/v${release}`;
      return {
        url: `${url}/${folder}.tar.gz`,
        checksumUrl: `${url}/sha256sums.txt`,
        member: `${folder}/promtool`,
      };
    },
  },
  {
    name: 'kubeconform',
    buildMinutes: 1,
    pins: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    package: 'github.com/yannh/kubeconform/cmd/kubeconform',
    linkerFlags: () => '',
    download: ({ version, os, arch }) => {
      const release = `${githubHost}/yannh/kubeconform/releases/download/${version}`;
      return {
        url: `${release}/kubeconform-${os}-${arch}.tar.gz`,
        checksumUrl: `${release}/CHECKSUMS`,
        member: 'kubeconform',
      };
    },
  },
  {
    name: 'kube-score',
    buildMinutes: 1,
    pins: 'kube-score',
    module: 'github.com/zegl/kube-score',
    package: 'github.com/zegl/kube-score/cmd/kube-score',
    linkerFlags: () => '',
    download: ({ version, os, arch }) => {
      const release = `${githubHost}/zegl/kube-score/releases/download/${version}`;
      const file = `kube-score_${version.slice(1)}_${os}_${arch}`;
      return {
        url: `${release}/${file}`,
        checksumUrl: `${release}/checksums.txt`,
      };
    },
  },
  ownProgram('addons', { pins: 'kube', module: 'k8s.io/client-go' }),
  ownProgram('pause', { pins: 'kube', module: kubernetes }),
];

const controlPlane = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
];
/** A cluster that is not started here is still spoken to. */
const clients = ['kubectl', 'helm'];
/** What checks and never runs in a cluster. */
const checkers = ['promtool', 'kubeconform', 'kube-score'];
const nodePrograms = ['kubelet', 'kube-proxy', 'coredns', 'addons', 'pause'];

/** The programs that only tests need. */
export function testPrograms() {
  return programs.filter(({ name }) => checkers.includes(name));
}

/** The programs that a cluster of this kind needs. */
export function clusterProgramsOf(kind) {
  const names = {
    sim: [...controlPlane, ...clients, 'kwok'],
    node: [...controlPlane, ...clients, ...nodePrograms],
    k3d: clients,
    current: clients,
  }[kind];
  return programs.filter(({ name }) => names.includes(name));
}
