package org.earshot.server;

import org.earshot.common.event.Nodes;
import org.earshot.proxy.message.MessageServer;

/// Takes over the phones of a node that has gone.
final class MessagesOfNodes implements Nodes.Listener {
    private final MessageServer messages;

    MessagesOfNodes(MessageServer messages) {
        this.messages = messages;
    }

    @Override
    public void onGone(String node) {
        messages.lookAtEverything();
    }
}
