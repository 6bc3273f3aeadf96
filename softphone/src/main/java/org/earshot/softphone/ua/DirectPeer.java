package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.earshot.common.stack.RequestSender;

/// What a call without a server has in place of an account.
///
/// @param identity ours towards the other phone
/// @param reach where its audio may go
record DirectPeer(RequestSender sender, Identity identity, Predicate<InetAddress> reach) {}
