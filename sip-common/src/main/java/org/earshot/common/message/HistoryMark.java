package org.earshot.common.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the server writes into CPIM (RFC 3862 §3.5) that a new device gets as history, and nobody else may: a header
/// `History: read` or `History: unread` in a namespace of ours. The device tells nobody of such a message. Pure.
public enum HistoryMark {
    /// Its reader has displayed it somewhere, or has written it.
    READ,
    UNREAD;

    /// The namespace of the header.
    public static final String NAMESPACE = "urn:x-earshot:cpim";

    private static final String PREFIX = "earshot";
    private static final String NAME = "History";

    /// The mark of a message; empty where it is new. What can't be read counts as read: nobody is called for it.
    public static Optional<HistoryMark> of(Cpim cpim) {
        List<CpimHeader> headers = cpim.headers(NAMESPACE, NAME);
        return headers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        headers.getFirst().text().strip().equalsIgnoreCase("unread")
                                ? UNREAD
                                : READ);
    }

    /// The same message with this mark.
    public Cpim on(Cpim cpim) {
        return cpim.with(NAMESPACE, PREFIX, NAME, name().toLowerCase(Locale.ROOT));
    }

    /// The same message without any.
    public static Cpim off(Cpim cpim) {
        return cpim.without(NAMESPACE, NAME);
    }
}
