/** A leaf: every blog's mark. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <path d="M27 4C12 4 5 11 5 20c0 3 1 5 2 6 1-6 5-11 12-14-5 4-9 9-10 16 12 1 18-7 18-24z" fill="#4d8b57"/>
</svg>
`;
