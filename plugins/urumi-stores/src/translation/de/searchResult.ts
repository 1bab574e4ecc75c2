/** Stores among search results. */
export const searchResultMessages = {
  searchResult: {
    visit: 'Shop besuchen',
  },
};
