package org.earshot.proxy.route;

import java.util.List;

/// What becomes of a number that somebody dials.
public sealed interface Ruling {

    /// It goes out.
    ///
    /// @param rule name of the rule
    /// @param emergency whether no limit holds
    /// @param number as it was understood
    /// @param hops in the order in which they are tried, at least one
    record Out(String rule, boolean emergency, String number, List<Hop> hops) implements Ruling {
        public Out {
            hops = List.copyOf(hops);
        }
    }

    /// It is a number of ours, and rings inside.
    ///
    /// @param to names of accounts, or `group:NAME`
    record Inside(String number, List<String> to) implements Ruling {}

    /// It may not be dialled.
    ///
    /// @param status of the answer
    /// @param why in words
    record Refused(int status, String why) implements Ruling {}

    /// A trunk, and what is dialled there.
    record Hop(Trunk trunk, String number) {}
}
