package org.earshot.softphone.ua;

import java.net.InetAddress;

/// A phone that lets itself be found on the network around us.
///
/// @param name as it calls itself, which nobody has checked; fit to be shown
/// @param port for SIP by UDP
public record NearbyPhone(String name, InetAddress address, int port) {}
