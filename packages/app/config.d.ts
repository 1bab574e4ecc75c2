export interface Config {
  /**
   * The demo organisation. With this key the sign-in page offers its people, without it the
   * default one is shown.
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
