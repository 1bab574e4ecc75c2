import { Content, Header, Page } from '@backstage/core-components';
import { CatalogSearchResultListItem } from '@backstage/plugin-catalog';
import { SearchBar, SearchResult } from '@backstage/plugin-search-react';
import { StoreSearchResultListItem } from '@urumi/backstage-plugin-urumi-stores/legacy';

/** The search, in which stores have their status. */
export const searchPage = (
  <Page themeId="home">
    <Header title="Search" />
    <Content>
      <SearchBar />
      <SearchResult>
        {/* The first that fits a result shows it. */}
        <StoreSearchResultListItem />
        <CatalogSearchResultListItem />
      </SearchResult>
    </Content>
  </Page>
);
