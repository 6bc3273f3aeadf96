package org.earshot.softphone.app;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipNode;
import org.earshot.softphone.ua.Signalling;

/// The SIP stack as the user agent sees it.
record StackSignalling(SipNode node) implements Signalling {

    @Override
    public RequestSender sender() {
        return node.sender();
    }

    @Override
    public CompletionStage<InetSocketAddress> contactAddress(Destination.Address server) {
        return node.connect(server).thenApply(node::contactAddress);
    }

    @Override
    public void keepAlive(Flow flow) {
        var _ = node.ping(flow); // if it is gone, its end is told
    }
}
