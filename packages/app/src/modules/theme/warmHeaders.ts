/** The header of a page: the ends of its gradient, and its text. */
export const warmHeaders = {
  light: { colors: ['#efe6d8', '#e6d7c1'], text: '#2b211a' },
  dark: { colors: ['#352d26', '#40372f'], text: '#f6efe6' },
};
