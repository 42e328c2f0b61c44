/** The project's folder, seen from where this file is compiled to. */
export const ROOT = new URL('../../../', import.meta.url);
