// botframework-schema's types import "adaptivecards/src/schema", TypeScript sources that do not pass this project's
// settings; the one type it takes stands here instead (see "paths" in tsconfig.json).
export interface IAdaptiveCard {
  type: 'AdaptiveCard';
}
