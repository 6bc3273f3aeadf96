package org.earshot.common.config;

/// One key that a configuration may set.
///
/// @param name with dots, such as `listen.udp`
/// @param type in words for people, such as `duration (30s, 5m, 1h)`
public record ConfigKey(String name, String type) {}
