package org.earshot.common.event;

import org.earshot.common.stack.Flow;

/// Which starts of which nodes share the store now: what a node that has ended left there counts no more. Thread-safe.
public interface LiveNodes {

    /// The name of this start of this node, as it stands in rows.
    String self();

    /// Whether a start of a node is alive, as far as was heard of it in the last seconds.
    boolean isAlive(String node);

    /// Whether nobody else is alive.
    boolean isAlone();

    /// The start of the node that holds a flow. Each of its nodes for SIP adds a mark of its own after a `-`.
    static String nodeOf(Flow flow) {
        int mark = flow.node().lastIndexOf('-');
        return mark < 0 ? flow.node() : flow.node().substring(0, mark);
    }

    /// A node that shares its store with nobody.
    static LiveNodes alone(String self) {
        return new LiveNodes() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public boolean isAlive(String node) {
                return node.equals(self);
            }

            @Override
            public boolean isAlone() {
                return true;
            }
        };
    }
}
