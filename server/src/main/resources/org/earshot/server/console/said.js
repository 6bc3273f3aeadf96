// What the server says is English: sentences of its code, with names and numbers in them. Here they are said in the reader's language.
// Sentences have places, as in "there is no group {0}". What stands in one may be a sentence too. Whatever is unknown stays as it is.
const LONGEST = 500;
let sayings = [];

// Texts and numbers of places by turns, from a text to a text.
const parted = sentence => sentence.split(/\{(\d)\}/);
const letters = saying => saying.parts.reduce((sum, part, i) => sum + (i % 2 ? 0 : part.length), 0);

// By key, in English and in the other language; of two that fit, the one that says more is taken.
export function learn(english, other) {
  sayings = Object.entries(english)
    .map(([key, sentence]) => ({ parts: parted(sentence), words: parted(other[key]) }))
    .sort((one, another) => letters(another) - letters(one));
}

// What stands in the places, by their numbers; each has a character at least, and ends where the text behind it first stands.
function found(parts, text) {
  if (parts.length === 1) return text === parts[0] ? [] : undefined;
  const end = text.length - parts.at(-1).length;
  if (!text.startsWith(parts[0]) || !text.endsWith(parts.at(-1))) return undefined;
  const values = [];
  let from = parts[0].length;
  for (let i = 2; i < parts.length; i += 2) {
    const to = i === parts.length - 1 ? end : text.indexOf(parts[i], from + 1);
    if (to <= from || to > end) return undefined;
    values[parts[i - 1]] = text.slice(from, to);
    from = to + parts[i].length;
  }
  return values;
}

export function say(text) {
  if (typeof text !== 'string' || text.length > LONGEST) return text;
  for (const { parts, words } of sayings) {
    const values = found(parts, text);
    if (values) return words.map((part, i) => i % 2 ? say(values[part]) : part).join('');
  }
  return text;
}

// Of "WHO: WHY" both.
export function sayBoth(text) {
  const whole = say(text);
  const at = text.indexOf(': ');
  return whole !== text || at < 0 ? whole : say(text.slice(0, at)) + ': ' + say(text.slice(at + 2));
}
