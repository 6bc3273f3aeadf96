package org.earshot.proxy.message;

import java.net.InetSocketAddress;

/// Another node, by which phones are reached that are connected to it.
///
/// @param sip where it takes SIP over TLS from other nodes
/// @param takesCalls whether phones may send it what belongs to calls; not if it is a registrar alone
public record EdgeNode(InetSocketAddress sip, boolean takesCalls) {}
