package org.earshot.softphone.file;

/// Why a file did not arrive.
///
/// @param words for the user
public record FileFailure(Reason reason, String words) {
    /// What kind of failure.
    public enum Reason {
        /// No connection, or it broke: can be tried again.
        CONNECTION,
        /// The other end is not who the signalling said.
        FINGERPRINT,
        /// What came is not what was offered.
        HASH,
        /// Our disk did not take it, or give it.
        DISK,
        /// One of the two disks is full: can be tried again when there is room.
        NO_ROOM,
        /// The other user wants no more of it.
        STOPPED,
        /// The other side can't take it.
        REFUSED,
        /// The receiver takes no such content.
        BLOCKED,
        /// The file is not the one any more that was offered.
        CHANGED,
        /// One of the two users ended it.
        CANCELLED,
        /// Nothing came, or went, for too long.
        TIMEOUT,
        /// The other side does not do what RFC 4975 says, or sends more than it offered.
        PROTOCOL
    }
}
