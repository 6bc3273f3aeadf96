package org.earshot.proxy.archive.custodian;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What of each chain a custodian has for sure. Immutable.
///
/// @param chains how far each one is
record FeedPosition(Map<UUID, Reached> chains) {
    static final FeedPosition NOTHING = new FeedPosition(Map.of());

    /// @param checkpoint the last one; -1 for none
    /// @param head the number of the last one; -1 for none
    record Reached(boolean begun, long checkpoint, long head) {
        static final Reached NOTHING = new Reached(false, -1, -1);

        Reached with(AnchorLine.Kind what) {
            return switch (what) {
                case AnchorLine.Kind.Begin() -> new Reached(true, checkpoint, head);
                case AnchorLine.Kind.Head(var anchor) ->
                        new Reached(begun, checkpoint, anchor.number());
                case AnchorLine.Kind.Mark(long sequence, _) -> new Reached(begun, sequence, head);
            };
        }
    }

    FeedPosition {
        chains = Map.copyOf(chains);
    }

    Reached of(UUID chain) {
        return chains.getOrDefault(chain, Reached.NOTHING);
    }

    FeedPosition with(AnchorLine line) {
        Map<UUID, Reached> all = new HashMap<>(chains);
        all.merge(
                line.chain(),
                Reached.NOTHING.with(line.what()),
                (before, _) -> before.with(line.what()));
        return new FeedPosition(all);
    }

    /// A line for each chain: its id, `1` if begun, checkpoint, head.
    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(chains)
                .forEach((chain, reached) ->
                        text.append(chain)
                                .append(reached.begun() ? " 1 " : " 0 ")
                                .append(reached.checkpoint())
                                .append(' ')
                                .append(reached.head())
                                .append('\n'));
        return text.toString();
    }

    /// Reads what [#text] gave. What can't be read counts as never sent: to send twice does no harm.
    static FeedPosition of(String text) {
        Map<UUID, Reached> chains = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", -1);
            try {
                if (parts.length == 4) {
                    chains.put(
                            UUID.fromString(parts[0]),
                            new Reached(
                                    parts[1].equals("1"),
                                    Long.parseLong(parts[2]),
                                    Long.parseLong(parts[3])));
                }
            } catch (IllegalArgumentException _) {
                // never sent
            }
        }
        return new FeedPosition(chains);
    }
}
