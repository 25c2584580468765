/** Where the browser keeps the page itself, which is the same for all screens. */
export const shellCache = 'endcap-shell';
/** Where it keeps what one screen plays. */
export const mediaCache = (screen: string): string => `endcap-screen-${screen}`;
/** Under which address the page itself is kept. */
export const shellAddress = '/s/';
