package org.earshot.proxy;

/// Why a response may not go back as it is.
///
/// @param words for people, without quotes; stands in Warning and Reason
record Veto(String words) {
    /// Media keys over cleartext.
    static final Veto KEYS = new Veto("keys need TLS");
}
