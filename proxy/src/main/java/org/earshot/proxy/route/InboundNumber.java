package org.earshot.proxy.route;

import java.util.List;

/// Whom a number of ours rings. Immutable.
///
/// @param pattern of the number
/// @param to names of accounts, or `group:NAME`; all ring at once
public record InboundNumber(NumberPattern pattern, List<String> to) {
    public InboundNumber {
        to = List.copyOf(to);
    }
}
