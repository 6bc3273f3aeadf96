package org.earshot.proxy.route;

import java.util.function.Predicate;

/// Who dials.
///
/// @param account the user part of the address
/// @param groups whether they are in the group of a name; asked only where a rule is for a group
public record Caller(String account, Predicate<String> groups) {}
