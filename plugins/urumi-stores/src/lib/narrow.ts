/** Screens on which a table of stores has no room: phones, and small windows. A media query. */
export const NARROW = '@media (max-width: 767px)';
