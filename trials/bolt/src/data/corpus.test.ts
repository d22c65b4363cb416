import { expect, test } from 'vitest';
import { distinctMails } from './corpus.js';

const mail = (words: readonly string[]): string => `Subject: \n\n${words.join(' ')}`;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const words = Array.from({ length: 70 }, (_, i) => `word${letters[i % 26]}${letters[Math.floor(i / 26)]}`);

test('short mails go, stop words counted', () => {
  const nine = words.slice(0, 9);
  const kept = distinctMails([
    { text: mail(nine), spam: true },
    { text: mail([...nine, 'the']), spam: true },
  ]);
  expect(kept).toEqual([{ words: nine, spam: true }]);
});

test('mails that begin with the same 60 words go, whatever follows', () => {
  const kept = distinctMails([
    { text: mail(words), spam: false },
    { text: mail([...words.slice(0, 60), 'watches']), spam: false },
    { text: mail([...words.slice(0, 59), 'watches']), spam: true },
  ]);
  expect(kept.map(({ words, spam }) => [words.length, spam])).toEqual([
    [70, false],
    [60, true],
  ]);
});
