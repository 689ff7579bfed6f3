import { describe, expect, it } from 'vitest';
import { html, trusted } from '../src/html.ts';

describe('HTML', () => {
  it('has what is put into it as text, in an element and in an attribute', () => {
    const sly = `<script>alert('1')</script>" onload='x' & &lt;`;
    expect(html`<p title="${sly}">${sly}</p>`.html).toBe(
      '<p title="&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; &amp;lt;">' +
        '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; &amp;lt;</p>',
    );
  });

  it('has nothing that no page may hold, and all else of a text', () => {
    const text = ['a\u0000', '\u0085', '\ufffe', '\uffff', '\ufdd0', '\u{1ffff}', '\ud800', '\tb\r\n', 'æ🎡'].join('');
    expect(html`<p>${text}</p>`.html).toBe('<p>a\tb\r\næ🎡</p>');
  });

  it('takes HTML as HTML, one piece or several', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>${trusted('<hr>')}${0}`.html).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>0');
  });
});
