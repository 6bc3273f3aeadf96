package org.earshot.proxy.archive.search;

/// The smallest thing in a text that can be searched for: a word, or one character of a script without spaces.
///
/// @param text folded, not empty
/// @param joined whether it is such a character and stands right behind another one
record Unit(String text, boolean joined) {}
