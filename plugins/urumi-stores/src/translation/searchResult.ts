/** Stores among search results. */
export const searchResultMessages = {
  searchResult: {
    visit: 'Visit the shop',
  },
} as const;
