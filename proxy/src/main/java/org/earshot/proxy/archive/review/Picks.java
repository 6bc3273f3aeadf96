package org.earshot.proxy.archive.review;

/// How a rule picks messages.
public sealed interface Picks permits Lexicon, Sample {

    /// How much of it there is, without the words.
    String words();
}
