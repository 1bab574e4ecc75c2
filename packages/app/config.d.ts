export interface Config {
  /**
   * Sign-in by the identity provider of one's own organisation (OpenID Connect), whose address and client stand under
   * `auth.providers.oidc`. Without this key and without `urumiDemo` nobody can sign in.
   */
  urumiSignIn?: {
    /**
     * Which provider of `auth.providers` the sign-in page offers.
     *
     * @visibility frontend
     */
    provider: 'oidc';
    /**
     * What the sign-in page calls the identity provider, such as `Keycloak`. Default: `your organisation`.
     *
     * @visibility frontend
     */
    title?: string;
    /**
     * Whether people are sent to their identity provider without pressing a button first. Default: false.
     *
     * @visibility frontend
     */
    auto?: boolean;
  };
  /**
   * The demo organisation: with this key the sign-in page offers its people, also beside the identity provider of
   * `urumiSignIn`.
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
      /** Name of the team, shown below the title. */
      team: string;
      /** The person's user entity in the catalog. */
      userEntityRef: string;
      /** Sentence that says what the person may do. Default: what every member of a team may. */
      may?: string;
    }>;
  };
}
