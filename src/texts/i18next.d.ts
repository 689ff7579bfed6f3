declare module 'i18next' {
  // Makes a key that is in no resource file a type error.
  interface CustomTypeOptions {
    resources: { translation: typeof import('../../texts/da.json', { with: { 'resolution-mode': 'require' }}) };
  }
}

export {};
