import { expect, test } from 'vitest';
import { cleanText, subjectAndBody, tokens, withoutStopWords } from './clean.js';

test('only the subject of the headers is kept, unfolded lines and all', () => {
  const mail = 'From: a@b.c\nSubject: Cheap\n  watches\nX-Mailer: Mutt\n\nSubject: inside\nBody';
  expect(subjectAndBody(mail)).toBe('Cheap\n  watches\nSubject: inside\nBody');
});

test('a mail without a body, and one with carriage returns', () => {
  expect(subjectAndBody('Subject: alone')).toBe('alone\n');
  expect(subjectAndBody('Subject: both\r\nTo: x\r\n\r\nbody')).toBe('both\nbody');
});

const body = (text: string): string => cleanText(`To: x\n\n${text}`).trim();

test.each([
  ['soft line breaks of quoted-printable', 'guaran=\nteed', 'guaranteed'],
  ['quoted lines', '> you wrote\nI answer', 'i answer'],
  ['styles and scripts', 'a<style type="x">p { color: red }</style>b<SCRIPT>x()</script>c', 'a b c'],
  ['tags', 'click<br>here <a\nhref="x">now</a>', 'click here  now'],
  ['addresses of the web', 'see http://a.b/c?d=e and www.spam.example now', 'see   and   now'],
  ['addresses of people', 'write to someone@example.org today', 'write to   today'],
  ['entities', 'A&amp;B &lt;ok&gt; &#65;&nbsp;&unknown;', 'a&b <ok> a &unknown;'],
])('%s', (_, text, expected) => {
  expect(body(text)).toBe(expected);
});

test('4,000 characters count', () => {
  expect(cleanText(`To: x\n\n${'a'.repeat(5000)}`)).toHaveLength(4000);
});

test('words have three letters or more and are not stop words', () => {
  expect(tokens("it's 42 free e-mails, über-cheap")).toEqual(['free', 'mails', 'ber', 'cheap']);
  expect(withoutStopWords(['the', 'watch', 'nextpart', 'mailman', 'offer'])).toEqual(['watch', 'offer']);
});
