package org.earshot.proxy;

import org.earshot.common.stack.Flow;
import org.earshot.proxy.message.EdgeNode;

/// A flow of another node.
///
/// @param flow by which that node reaches a phone
/// @param node which gives it what is for it
record EdgeFlow(Flow flow, EdgeNode node) {}
