/** The sign of Urumi Stores: a bag that is also a U. */
export function LogoIcon() {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      width="28"
      height="28"
      aria-hidden="true"
    >
      <rect width="32" height="32" rx="8" fill="#9c4325" />
      <path
        d="M9 8v9a7 7 0 0 0 14 0v-4"
        fill="none"
        stroke="#fff8ee"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
      <circle cx="23" cy="8.5" r="2.2" fill="#f3c9a5" />
    </svg>
  );
}
