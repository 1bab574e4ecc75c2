import { Entity } from '@backstage/catalog-model';
import {
  EntityAboutCard,
  EntityLayout,
  EntitySwitch,
} from '@backstage/plugin-catalog';
import { STORE_ENTITY_TYPE } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  EntityOwnedStoresCard,
  EntityStoreActivityCard,
  EntityStoreContent,
  EntityStoreStatusCard,
} from '@urumi/backstage-plugin-urumi-stores/legacy';

const isStore = (entity: Entity) => entity.spec?.type === STORE_ENTITY_TYPE;

const isOwner = ({ kind }: Entity) => ['Group', 'User'].includes(kind);

/** The page of an entity, with what the plugin adds to that of a store. */
export const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <>
        <EntitySwitch>
          <EntitySwitch.Case if={isStore}>
            <>
              <EntityStoreStatusCard />
              <EntityStoreActivityCard />
            </>
          </EntitySwitch.Case>
          <EntitySwitch.Case if={isOwner}>
            <EntityOwnedStoresCard />
          </EntitySwitch.Case>
        </EntitySwitch>
        <EntityAboutCard />
      </>
    </EntityLayout.Route>
    <EntityLayout.Route path="/store" title="Store" if={isStore}>
      <EntityStoreContent />
    </EntityLayout.Route>
  </EntityLayout>
);
