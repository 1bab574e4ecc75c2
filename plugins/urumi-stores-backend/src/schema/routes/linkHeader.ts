/** Of answers that are one page of a list. */
export const linkHeader = {
  Link: 'rel="next": the next page, all parameters kept; absent on the last page',
};
