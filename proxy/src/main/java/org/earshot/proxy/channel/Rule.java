package org.earshot.proxy.channel;

/// What is done with what the record can't hold.
public enum Rule {
    /// It does not pass.
    REFUSE,
    /// It passes.
    ALLOW
}
