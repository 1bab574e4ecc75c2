import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Online stores, provisioned with Helm into one Kubernetes namespace each. */
  urumiStores?: {
    /**
     * Entity ref of the group that owns stores which a program makes without naming an owner.
     * Default: `group:default/platform`.
     */
    defaultOwner?: string;

    /** Kubernetes clusters that stores can be made in. The first is the default. */
    clusters?: Array<{
      /** Name of the cluster here, in the catalog and in Backstage's Kubernetes plugin. */
      name: string;
      /**
       * Path of a kubeconfig file. Default: the service account of the pod that the backend
       * runs in.
       */
      kubeconfig?: string;
      /** Context of the kubeconfig. Default: its current one. */
      context?: string;
      /** Stores get the host `store-<id>.<baseDomain>`. Default: `localhost`. */
      baseDomain?: string;
      /** Scheme of the shops' addresses: `http` or `https`. Default: `http`. */
      scheme?: string;
      /** Port of the shops' addresses. Default: 80 for http, 443 for https. */
      port?: number;
      /** Namespace of the ingress controller, which alone may reach the shops. Default: `ingress`. */
      ingressNamespace?: string;
      /** Namespace of the cluster's DNS, which shops may ask. Default: `kube-system`. */
      dnsNamespace?: string;
      /** IngressClass of the shops. Default: the cluster's default class. */
      ingressClassName?: string;
      /** StorageClass of the volumes. Default: the cluster's default class. */
      storageClassName?: string;
      /**
       * Host, or host and port, under which the backend reaches the ingress controller when it
       * tries the shops. Default: the address that the controller writes into the shop's Ingress.
       */
      ingressAddress?: string;
    }>;

    helm?: {
      /** Helm 4 program. Default: `helm`, found on the PATH. */
      binary?: string;
    };

    /** Directory of the engines' charts. Default: the nearest `charts` above this plugin. */
    chartsDirectory?: string;

    /** Ids of engines that nobody may make new stores of. Default: none. */
    disabledEngines?: string[];

    /** Where the container images of the stores come from. */
    images?: {
      /**
       * Prefix of all images, such as `registry.example.com/urumi`: `mariadb:11.8` is then pulled
       * as `registry.example.com/urumi/mariadb:11.8`. `scripts/build-images.sh --push` fills it.
       * Default: what each engine names.
       */
      registry?: string;
      /**
       * Tag, digest (`sha256:…`) or both (`11.8@sha256:…`) by image name, in place of what the
       * engine names.
       */
      versions?: { [imageName: string]: string };
      /**
       * Logins of registries. A namespace gets them when its store is made or retried. Default: none.
       */
      pullSecrets?: Array<{
        /**
         * Content of a Docker configuration file, with the key `auths`.
         * @visibility secret
         */
        dockerConfigJson: string;
      }>;
    };

    limits?: {
      /** Stores that an owner may have at once; all count until their namespace is gone. Default: 50. */
      storesPerOwner?: number;
      /** Stores that there may be at once. Default: 500. */
      storesTotal?: number;
      /** Writes that one principal may make in a minute. Default: 120. */
      writesPerMinute?: number;
    };

    worker?: {
      /** Jobs that one backend process works on at once; waiting stores do not count. Default: 4. */
      concurrency?: number;
      /** How long a job stays with a worker that gives no sign of life. Default: 30 seconds. */
      leaseDuration?: HumanDuration | string;
      /** Longest time between two looks for due jobs. Default: 1 second. */
      pollInterval?: HumanDuration | string;
    };

    health?: {
      /**
       * Time between two looks at a READY store, a quarter more or less by chance: at its workloads,
       * its shop, and what of it was changed outside of the platform. What the shared watch sees is
       * looked at sooner. Default: 10 minutes.
       */
      interval?: HumanDuration | string;
    };

    upgrades?: {
      /**
       * Whether a store whose upgrade fails goes back by itself to the last revision that was proven to
       * work, unless its engine says that the database cannot. A request may say otherwise.
       * Default: true.
       */
      rollBackOnFailure?: boolean;
    };
  };
}
