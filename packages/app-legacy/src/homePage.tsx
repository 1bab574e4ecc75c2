import { Content, Header, Page } from '@backstage/core-components';
import { HomePageMyStores } from '@urumi/backstage-plugin-urumi-stores/legacy';

/** A home page with the card of the plugin. */
export const homePage = (
  <Page themeId="home">
    <Header title="Home" />
    <Content>
      <HomePageMyStores />
    </Content>
  </Page>
);
