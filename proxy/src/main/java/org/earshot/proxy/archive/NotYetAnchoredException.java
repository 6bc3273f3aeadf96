package org.earshot.proxy.archive;

/// The event is in the record, with its companion, and can't be refused any more; its anchor could not be written in
/// time. What it tells of goes on when it is anchored: see [Archive#awaitAnchors].
public final class NotYetAnchoredException extends ArchiveUnavailableException {
    private static final long serialVersionUID = 1L;

    public NotYetAnchoredException(String message, Throwable cause) {
        super(message, cause);
    }
}
