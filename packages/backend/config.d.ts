export interface Config {
  /**
   * The demo organisation: sign-in without a password, and its permission policy. Only for
   * trying the product on one machine; without this key there is neither.
   */
  urumiDemo?: {
    /**
     * The people whom the sign-in page offers.
     *
     * @deepVisibility frontend
     */
    people: Array<{
      /** What the sign-in page sends to say who signs in. */
      name: string;
      /** What the sign-in page shows. */
      title: string;
      /** Name of the team, shown beside the title. */
      team: string;
      /** The person's user entity in the catalog. */
      userEntityRef: string;
      /** Sentence that says what the person may do. Default: what every member of a team may. */
      may?: string;
    }>;
  };

  /**
   * The permission policy of `src/policy`, for organisations without one of their own: owners do
   * everything with their stores. Not together with `urumiDemo`. Default: none is installed.
   */
  urumiPolicy?: {
    /**
     * Entity refs of groups whose members may do everything with all stores. Default: none.
     *
     * @visibility backend
     */
    operators?: string[];
    /**
     * Entity refs of groups whose members may see all stores, but no admin login. Default: none.
     *
     * @visibility backend
     */
    auditors?: string[];
  };
}
