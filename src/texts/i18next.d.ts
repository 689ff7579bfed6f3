import type da from '../../texts/da.json' with { type: 'json' };

declare module 'i18next' {
  // Makes a key that is in no resource file a type error.
  interface CustomTypeOptions {
    resources: { translation: typeof da };
  }
}
