package org.earshot.server.ladder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sip.message.Request;

/// A call's messages as a ladder: who takes part, and who sent what to whom. A message that went from one node to another was seen by
/// both and stands once. Pure.
///
/// @param participants from left to right: the caller, the nodes, the others
public record LadderView(List<Participant> participants, List<Step> steps) {

    /// Who takes part.
    public enum Role {
        CALLER,
        SERVER,
        CALLED
    }

    /// Somebody between whom messages went.
    ///
    /// @param name of a node, or address and port as this server saw them
    /// @param transport "" for a node
    /// @param agent which program, as it says itself; may be ""
    public record Participant(Role role, String name, String transport, String agent) {}

    public LadderView {
        participants = List.copyOf(participants);
        steps = List.copyOf(steps);
    }

    /// Draws it.
    public static LadderView of(LadderStore.Ladder ladder) {
        return new Drawing(ladder).draw();
    }

    /// How a message between two nodes looks to both.
    private record Passed(String branch, String method, long cseq, int status) {
        static Passed of(LadderMessage message) {
            return new Passed(message.branch(), message.method(), message.cseq(), message.status());
        }
    }

    private static final class Drawing {
        private final LadderStore.Ladder ladder;
        private final Map<Passed, Set<String>> senders = new HashMap<>();
        private final Map<Passed, Set<String>> receivers = new HashMap<>();
        private final Map<String, Participant> callers = new LinkedHashMap<>();
        private final Map<String, Participant> nodes = new LinkedHashMap<>();
        private final Map<String, Participant> called = new LinkedHashMap<>();

        Drawing(LadderStore.Ladder ladder) {
            this.ladder = ladder;
        }

        LadderView draw() {
            nodes.put(ladder.summary().node(), node(ladder.summary().node()));
            for (LadderMessage message : ladder.messages()) {
                (message.sent() ? senders : receivers)
                        .computeIfAbsent(Passed.of(message), _ -> new HashSet<>())
                        .add(message.node());
                nodes.computeIfAbsent(message.node(), Drawing::node);
            }
            for (LadderMessage message : ladder.messages()) {
                if (other(message).isEmpty()) {
                    meet(message);
                }
            }
            List<String> order = new ArrayList<>(callers.keySet());
            order.addAll(nodes.keySet());
            order.addAll(called.keySet());
            List<Participant> all = new ArrayList<>(callers.values());
            all.addAll(nodes.values());
            all.addAll(called.values());
            return new LadderView(all, steps(order));
        }

        private static Participant node(String name) {
            return new Participant(Role.SERVER, name, "", "");
        }

        /// The node at the other end; "" where that is none.
        private String other(LadderMessage message) {
            return (message.sent() ? receivers : senders)
                    .getOrDefault(Passed.of(message), Set.of()).stream()
                            .filter(node -> !node.equals(message.node()))
                            .findFirst()
                            .orElse("");
        }

        private static String key(LadderMessage message) {
            return message.transport() + ' ' + message.peer();
        }

        private void meet(LadderMessage message) {
            String key = key(message);
            boolean calls =
                    !message.sent() && message.asks(Request.INVITE) && message.isOutsideDialog();
            if (!callers.containsKey(key) && !called.containsKey(key)) {
                (calls ? callers : called)
                        .put(
                                key,
                                new Participant(
                                        calls ? Role.CALLER : Role.CALLED,
                                        message.peer(),
                                        message.transport(),
                                        ""));
            }
            if (!message.sent() && !message.agent().isEmpty()) {
                Map<String, Participant> side = callers.containsKey(key) ? callers : called;
                side.computeIfPresent(
                        key,
                        (_, one) ->
                                new Participant(
                                        one.role(), one.name(), one.transport(), message.agent()));
            }
        }

        private List<Step> steps(List<String> order) {
            List<Step> steps = new ArrayList<>();
            Set<String> before = new HashSet<>();
            for (LadderMessage message : ladder.messages()) {
                String other = other(message);
                if (!other.isEmpty() && !message.sent()) {
                    continue; // its sender has told of it
                }
                int here = order.indexOf(message.node());
                int there = order.indexOf(other.isEmpty() ? key(message) : other);
                boolean again =
                        !before.add(here + " " + there + message.sent() + Passed.of(message));
                steps.add(
                        new Step(
                                message,
                                message.sent() ? here : there,
                                message.sent() ? there : here,
                                Step.Meaning.of(message),
                                again));
            }
            return steps;
        }
    }
}
