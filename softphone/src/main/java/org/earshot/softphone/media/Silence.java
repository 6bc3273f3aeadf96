package org.earshot.softphone.media;

/// Why nothing of the other side need come just now, as far as it has said so itself.
public enum Silence {
    /// It has not: audio is to come.
    NONE,

    /// Its last audio was comfort noise (RFC 3389) or the beginning of a silence of Opus (DTX). Nothing need follow until somebody speaks.
    COMFORT_NOISE,

    /// Its last report, since which no audio came, tells that it has sent none since the report before (RFC 3550 §6.4): a silence without a
    /// word about it (RFC 3551 §4.1), or one whose word got lost.
    NOTHING_SENT
}
