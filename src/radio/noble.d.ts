/// <reference path="../../node_modules/noble/index.d.ts" />

// The package is installed under its short name; its typings stand under the long one.
declare module 'noble' {
  export * from '@stoprocent/noble';
}
