package org.earshot.softphone.media;

/// What our user wants of how audio travels; [PeerWishes] is the other side's.
///
/// @param comfortNoise    whether no sound is sent while nobody speaks, where the other side agrees (RFC 3389; DTX of Opus)
/// @param constantBitrate whether packets of Opus have one length, both ways: lengths that change say something of what is spoken (RFC 6562)
/// @param lowDelay        whether Opus goes out with 4 ms less of delay, and without redundancy
public record AudioWishes(boolean comfortNoise, boolean constantBitrate, boolean lowDelay) {

    /// None.
    public static final AudioWishes NONE = new AudioWishes(false, false, false);
}
