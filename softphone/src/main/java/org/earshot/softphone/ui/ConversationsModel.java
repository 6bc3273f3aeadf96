package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.UserAgentEvent;

/// What was said with whom, as the window shows it. Confined to the event dispatch thread.
final class ConversationsModel {
    private final Map<String, List<TextLine>> lines = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new LinkedHashMap<>();
    private final Set<String> untold = new HashSet<>();
    private final Set<String> complete = new HashSet<>();
    private final Map<String, Set<String>> writers = new LinkedHashMap<>();

    private List<TextLine> of(String peer) {
        return lines.computeIfAbsent(Names.key(peer), _ -> new ArrayList<>());
    }

    void meet(String peer) {
        of(peer);
    }

    void add(String peer, TextLine line) {
        of(peer).add(line);
    }

    /// Something of a conversation was not seen yet.
    ///
    /// @param inSight whether the user looks at it now
    void unseen(String peer, boolean inSight) {
        if (!inSight) {
            unread.merge(Names.key(peer), 1, Integer::sum);
        }
    }

    /// A message of somebody else whose author does not know yet that it was seen.
    void untold(String peer) {
        untold.add(Names.key(peer));
    }

    /// The user looks at a conversation.
    ///
    /// @return whether its authors are to be told
    boolean look(String peer) {
        unread.remove(Names.key(peer));
        return untold.remove(Names.key(peer));
    }

    void seen(String peer) {
        look(peer);
    }

    void status(UserAgentEvent.MessageStatus news) {
        of(news.key().conversation())
                .replaceAll(line ->
                        line.message()
                                .filter(m -> m.key().equals(news.key()))
                                .filter(m -> m.delivery().isChangedBy(news.status()))
                                .map(m -> TextLine.of(m.with(news.status(), news.reason())))
                                .orElse(line));
    }

    void typing(UserAgentEvent.Typing news) {
        Set<String> here = writers.computeIfAbsent(news.conversation(), _ -> new LinkedHashSet<>());
        if (news.active()) {
            here.add(news.author());
        } else {
            here.remove(news.author());
        }
    }

    /// What the store has of the runs before.
    void known(List<Conversation> conversations) {
        for (Conversation conversation : conversations) {
            meet(conversation.uri());
            if (conversation.unread() > 0) {
                unread.putIfAbsent(conversation.uri(), conversation.unread());
                untold.add(conversation.uri());
            }
        }
    }

    /// Older messages come among those that are there.
    ///
    /// @param all whether there are no older ones
    void history(String peer, List<ChatMessage> older, boolean all) {
        Set<String> there = of(peer).stream().map(TextLine::messageId).collect(Collectors.toSet());
        List<TextLine> fresh =
                older.stream()
                        .filter(m -> !there.contains(m.key().messageId()))
                        .map(TextLine::of)
                        .toList();
        insert(of(peer), fresh);
        if (all) {
            complete.add(Names.key(peer));
        }
    }

    /// Before what is there and was not said earlier.
    ///
    /// @param fresh in order
    private static void insert(List<TextLine> lines, List<TextLine> fresh) {
        int place = 0;
        for (TextLine line : fresh) {
            while (place < lines.size() && lines.get(place).at().isBefore(line.at())) {
                place++;
            }
            lines.add(place++, line);
        }
    }

    /// Whether the store may have older messages than those that are there.
    boolean hasMore(String peer) {
        return !complete.contains(Names.key(peer));
    }

    List<TextLine> lines(String peer) {
        return List.copyOf(lines.getOrDefault(Names.key(peer), List.of()));
    }

    List<String> peers() {
        return List.copyOf(lines.keySet());
    }

    int unread(String peer) {
        return unread.getOrDefault(Names.key(peer), 0);
    }

    /// Who is writing, in words; "" for nobody.
    String writing(String peer) {
        List<String> names =
                writers.getOrDefault(Names.key(peer), Set.of()).stream().map(Names::of).toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> names.getFirst() + " is writing …";
            default -> names.size() + " people are writing …";
        };
    }
}
