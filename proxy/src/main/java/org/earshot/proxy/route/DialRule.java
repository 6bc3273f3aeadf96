package org.earshot.proxy.route;

import java.util.List;

/// One line of the dial plan: who may dial which numbers, and by which trunks. Immutable.
///
/// @param name in words, for administrators
/// @param pattern of the number as the [NumberingPlan] made it
/// @param who names of accounts, `group:NAME` for the members of a group, or `everybody`
/// @param strip so many characters go at the front, the `+` counts
/// @param prepend comes in their place
/// @param trunks names, in the order in which they are tried
/// @param premium whether numbers of the list of premium numbers may be dialled by it
public record DialRule(
        String name,
        NumberPattern pattern,
        List<String> who,
        int strip,
        String prepend,
        List<String> trunks,
        boolean premium) {
    /// Stands for all accounts.
    public static final String EVERYBODY = "everybody";

    /// Stands before the name of a group.
    public static final String GROUP = "group:";

    public DialRule {
        who = List.copyOf(who);
        trunks = List.copyOf(trunks);
        if (who.isEmpty() || trunks.isEmpty() || strip < 0) {
            throw new IllegalArgumentException("a rule is for somebody, and leads somewhere");
        }
    }

    boolean isFor(Caller caller) {
        return who.stream()
                .anyMatch(one ->
                        one.equals(EVERYBODY)
                                || (one.startsWith(GROUP)
                                        ? caller.groups().test(one.substring(GROUP.length()))
                                        : one.equals(caller.account())));
    }

    /// What is dialled at the trunk.
    String changed(String number) {
        return prepend + number.substring(Math.min(strip, number.length()));
    }
}
