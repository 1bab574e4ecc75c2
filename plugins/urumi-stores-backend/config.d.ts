import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Online stores, provisioned with Helm into one Kubernetes namespace each. */
  urumiStores?: {
    /**
     * Entity ref of the group that owns stores which a program makes without naming an owner.
     * Default: `group:default/platform`.
     * @visibility backend
     */
    defaultOwner?: string;

    /**
     * Name of this platform in its clusters, of at most 63 letters, digits, dots, dashes and
     * underscores. Each of several platforms that share a cluster has its own, so that none takes
     * the stores of another for leftovers. Set it to know the own stores again after the loss of
     * the database, and keep it for good. Default: one that is generated and kept in the database.
     * @visibility backend
     */
    platformName?: string;

    /** Kubernetes clusters that stores can be made in. */
    clusters?: Array<{
      /**
       * Name of the cluster here, in the catalog and in Backstage's Kubernetes plugin, of at most
       * 63 characters. Required.
       * @visibility backend
       */
      name: string;
      /**
       * Path of a kubeconfig file. It is read again when it changes, and when the cluster refuses
       * its credentials. Default: the service account of the pod that the backend runs in, unless
       * `server` is given.
       * @visibility backend
       */
      kubeconfig?: string;
      /**
       * Context of the kubeconfig. Default: its current one.
       * @visibility backend
       */
      context?: string;
      /**
       * Address (https) of an API server that is reached with a token, in place of a kubeconfig.
       * Default: none.
       * @visibility backend
       */
      server?: string;
      /**
       * Path of a file with the token for `server`. It is read again when it changes, and when the
       * cluster refuses the token. Default: none.
       * @visibility backend
       */
      tokenFile?: string;
      /**
       * The token for `server`, best from the environment (`${WEST_TOKEN}`). Another one needs a
       * restart; `tokenFile` does not. Default: none.
       * @visibility secret
       */
      token?: string;
      /**
       * Path of a file with the certificate authority of `server`, as PEM. Default: those that the
       * system trusts.
       * @visibility backend
       */
      caFile?: string;
      /**
       * Name of the ClusterRole with the rights that are needed inside of a store's namespace. The backend
       * binds it to its own account in each namespace that it makes, in a RoleBinding of the same name, so
       * that it needs no right to Secrets anywhere else; the platform chart makes one. Default: none, for
       * an account that may do everything everywhere.
       * @visibility backend
       */
      storeRole?: string;
      /**
       * Labels by which a request can ask for a cluster (`cluster_labels`), such as `region: eu`.
       * Default: none.
       * @visibility backend
       */
      labels?: { [name: string]: string };
      /**
       * Stores that the cluster may hold at once; all count until their namespace is gone. A store
       * for which no cluster is named goes where the most are left. Default: unlimited.
       * @visibility backend
       */
      capacity?: number;
      /**
       * Stores get the host `store-<id>.<baseDomain>`. Default: `localhost`.
       * @visibility backend
       */
      baseDomain?: string;
      /**
       * Scheme of the shops' addresses: `http` or `https`. Default: `http`.
       * @visibility backend
       */
      scheme?: 'http' | 'https';
      /**
       * Port of the shops' addresses, 1 to 65535. Default: 80 for http, 443 for https.
       * @visibility backend
       */
      port?: number;
      /**
       * Namespace of the ingress controller, which alone may reach the shops. Default: `ingress`.
       * @visibility backend
       */
      ingressNamespace?: string;
      /**
       * Namespace of the cluster's DNS, which shops may ask. Default: `kube-system`.
       * @visibility backend
       */
      dnsNamespace?: string;
      /**
       * IngressClass of the shops. Default: the cluster's default class.
       * @visibility backend
       */
      ingressClassName?: string;
      /**
       * StorageClass of the volumes. Default: the cluster's default class.
       * @visibility backend
       */
      storageClassName?: string;
      /**
       * Host, or host and port, under which the backend reaches the ingress controller when it
       * tries the shops. Default: the address that the controller writes into the shop's Ingress.
       * @visibility backend
       */
      ingressAddress?: string;
    }>;

    helm?: {
      /**
       * Helm 4 program. Default: `helm`, found on the PATH.
       * @visibility backend
       */
      binary?: string;
      /**
       * Path of a Docker configuration file with the logins of the registries of charts.
       * Default: none, for registries that need no login.
       * @visibility backend
       */
      registryConfig?: string;
      /**
       * Whether the registries of charts are asked without TLS, as one on the same machine may be.
       * Default: `false`.
       * @visibility backend
       */
      plainHttp?: boolean;
      /**
       * Folder in which charts from registries are kept, so that a restart does not need the
       * registry. Default: `urumi-stores-charts-<uid>` in the system's folder of temporary files.
       * @visibility backend
       */
      chartCache?: string;
    };

    /**
     * Directory of the engines' charts. Default: the nearest `charts` above this plugin.
     * @visibility backend
     */
    chartsDirectory?: string;

    /** Settings of engines by their id. */
    engines?: {
      [engineId: string]: {
        /**
         * The engine's chart: a folder, or a chart in a registry by the digest of its manifest,
         * `oci://registry.example.com/charts/woocommerce@sha256:…`. Default: the engine's folder in
         * `chartsDirectory`.
         * @visibility backend
         */
        chart?: string;
      };
    };

    /**
     * Ids of engines that nobody may make new stores of. Default: none.
     * @visibility backend
     */
    disabledEngines?: string[];

    /** Where the container images of the stores come from. */
    images?: {
      /**
       * Prefix of all images, such as `registry.example.com/urumi`: `mariadb:11.8` is then pulled
       * as `registry.example.com/urumi/mariadb:11.8`. `scripts/build-images.sh --push` fills it.
       * Default: what each engine names.
       * @visibility backend
       */
      registry?: string;
      /**
       * Tag, digest (`sha256:…`) or both (`11.8@sha256:…`) by image name, in place of what the
       * engine names. Default: none.
       * @visibility backend
       */
      versions?: { [imageName: string]: string };
      /**
       * Logins of registries. A namespace gets them when its store is made or retried. Default: none.
       */
      pullSecrets?: Array<{
        /**
         * Content of a Docker configuration file, with the key `auths`. Required.
         * @visibility secret
         */
        dockerConfigJson: string;
      }>;
    };

    /** What may be used. A store counts until its namespace is gone, whatever its status. */
    limits?: {
      /**
       * Stores that an owner may have at once. Default: 50.
       * @visibility backend
       */
      storesPerOwner?: number;
      /**
       * Stores made by one person that there may be at once, whoever owns them. Default: 100.
       * @visibility backend
       */
      storesPerPerson?: number;
      /**
       * Stores that there may be at once. Default: 500.
       * @visibility backend
       */
      storesTotal?: number;
      /**
       * Writes of any kind that one principal may make in a minute. Default: 120.
       * @visibility backend
       */
      writesPerMinute?: number;
      /**
       * Stores that one principal may make in a minute. Default: `writesPerMinute`.
       * @visibility backend
       */
      createsPerMinute?: number;
      /**
       * Stores that one principal may delete in a minute. Default: `writesPerMinute`.
       * @visibility backend
       */
      deletesPerMinute?: number;
      /** Limits of single plans by their name, on top of the others. */
      plans?: {
        [planName: string]: {
          /**
           * Stores of the plan that an owner may have at once. Default: unlimited.
           * @visibility backend
           */
          storesPerOwner?: number;
          /**
           * Stores of the plan that there may be at once. Default: unlimited.
           * @visibility backend
           */
          storesTotal?: number;
        };
      };
    };

    worker?: {
      /**
       * Jobs that one backend process works on at once; waiting stores do not count. Default: 4.
       * @visibility backend
       */
      concurrency?: number;
      /**
       * How long a job stays with a worker that gives no sign of life, at least 10 ms.
       * Default: 30 seconds.
       * @visibility backend
       */
      leaseDuration?: HumanDuration | string;
      /**
       * Longest time between two looks for due jobs, at least 10 ms. Default: 1 second.
       * @visibility backend
       */
      pollInterval?: HumanDuration | string;
    };

    health?: {
      /**
       * Time between two looks at a READY store, a quarter more or less by chance: at its workloads,
       * its shop, and what of it was changed outside of the platform. What the shared watch sees is
       * looked at sooner. At least 10 ms. Default: 10 minutes.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };

    upgrades?: {
      /**
       * Whether a store whose upgrade fails goes back by itself to the last revision that was proven to
       * work, unless its engine says that the database cannot. A request may say otherwise.
       * Default: `true`.
       * @visibility backend
       */
      rollBackOnFailure?: boolean;
    };

    /** What owners are told through Backstage's notifications. All off: nothing is ever sent. */
    notifications?: {
      /**
       * Whether the owner is told that a store is ready. Default: `true`.
       * @visibility backend
       */
      ready?: boolean;
      /**
       * Whether the owner is told that the making, the deletion or a change of a store has failed, with the
       * cause and what to do. Default: `true`.
       * @visibility backend
       */
      failed?: boolean;
      /**
       * Whether the owner is told that a READY store does not work as it should, and that it works again.
       * Default: `true`.
       * @visibility backend
       */
      degraded?: boolean;
      /**
       * Whether the owner is told that a store is gone. Default: `true`.
       * @visibility backend
       */
      deleted?: boolean;
    };
  };
}
