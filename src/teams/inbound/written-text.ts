import { Parser } from 'htmlparser2';

/** Elements whose words are not the writer's own to the bot: mentions, what a reply quotes, what was struck out or is no text. */
const notOwn = new Set(['at', 'quoted', 'attachment', 'blockquote', 's', 'strike', 'del', 'style', 'script', 'title']);
/** Elements that may stand in the middle of a word. */
const inline = new Set('a b big bdi bdo code em font i ins kbd mark small span strong sub sup tt u var wbr'.split(' '));
const longest = 1_000;

/**
 * What somebody wrote to the bot, without mentions and quotes. Clients send it as text with a few elements in it or as
 * HTML, whatever they say in `textFormat`.
 */
export function writtenText(text: string): string {
  let own = '';
  /** The words so far outside of each open element that is not the writer's own. */
  const outside: string[] = [];
  const parser = new Parser(
    {
      ontext(words) {
        own += words;
      },
      onopentagname(name) {
        if (!inline.has(name)) own += ' ';
        if (!notOwn.has(name)) return;
        outside.push(own);
        own = '';
      },
      onclosetag(name, isImplied) {
        // An element that is never closed holds all that comes after it, and so the writer's own words too.
        if (notOwn.has(name)) own = (outside.pop() ?? '') + (isImplied ? own : '');
        if (!inline.has(name)) own += ' ';
      },
    },
    { recognizeSelfClosing: true },
  );
  parser.end(text);
  return own.replaceAll(/\s+/g, ' ').trim().slice(0, longest);
}
