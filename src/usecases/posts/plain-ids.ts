/** Teams' own ids are plain; nothing else becomes part of a record's id. */
export function isPlain(activityId: string): boolean {
  return /^[\w:.-]{1,100}$/.test(activityId);
}
