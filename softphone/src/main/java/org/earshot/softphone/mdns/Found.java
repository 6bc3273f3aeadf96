package org.earshot.softphone.mdns;

import java.net.InetAddress;

/// A service, or a host, that says it is there; nobody has checked that.
///
/// @param name as it calls itself: any text
/// @param port 0 for a host
public record Found(String name, InetAddress address, int port) {}
