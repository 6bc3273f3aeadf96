package org.earshot.softphone.ui.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// What was said with whom, as the window shows it. Confined to the event dispatch thread.
final class ConversationsModel {
    private final Map<String, List<TextLine>> lines = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new LinkedHashMap<>();
    private final Set<String> met = new HashSet<>();
    private final Set<String> untold = new HashSet<>();
    private final Set<String> complete = new HashSet<>();
    private final Map<String, Set<String>> writers = new LinkedHashMap<>();
    private final Map<String, Instant> latest = new HashMap<>();
    private final Map<String, String> firstNew = new HashMap<>();

    private int revision;

    private List<TextLine> of(String peer) {
        return lines.computeIfAbsent(Names.key(peer), _ -> new ArrayList<>());
    }

    void meet(String peer) {
        of(peer);
        met.add(Names.key(peer));
    }

    /// Whether something was said or has happened with somebody; one may also have been looked at.
    private boolean isKnown(String key) {
        return met.contains(key) || !lines.getOrDefault(key, List.of()).isEmpty();
    }

    void add(String peer, TextLine line) {
        revision++;
        of(peer).add(line);
        latest.merge(Names.key(peer), line.at(), ConversationsModel::later);
        if (line.kind() == TextLine.Kind.MINE) {
            firstNew.remove(Names.key(peer)); // whoever answers has read
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// With whom something was said, the latest first.
    List<String> latestFirst() {
        List<String> peers = new ArrayList<>(peers());
        peers.sort(
                Comparator.comparing(
                        (String peer) -> latest.getOrDefault(peer, Instant.MIN),
                        Comparator.reverseOrder()));
        return peers;
    }

    Optional<TextLine> last(String peer) {
        List<TextLine> of = lines.getOrDefault(Names.key(peer), List.of());
        return of.isEmpty() ? Optional.empty() : Optional.of(of.getLast());
    }

    Optional<Instant> lastAt(String peer) {
        return Optional.ofNullable(latest.get(Names.key(peer)));
    }

    Optional<String> firstNew(String peer) {
        return Optional.ofNullable(firstNew.get(Names.key(peer)));
    }

    /// The user looks at another one.
    void leave(String peer) {
        revision++;
        firstNew.remove(Names.key(peer));
    }

    /// Changes with every line.
    int revision() {
        return revision;
    }

    int unread() {
        return unread.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Something of a conversation was not seen yet.
    ///
    /// @param inSight whether the user looks at it now
    void unseen(String peer, boolean inSight) {
        if (!inSight) {
            unread.merge(Names.key(peer), 1, Integer::sum);
        }
    }

    /// A message came to whoever looks, and was written while they were away: the first such is where they begin to read.
    void waited(String peer, String messageId) {
        firstNew.putIfAbsent(Names.key(peer), messageId);
    }

    /// A message of somebody else whose author does not know yet that it was seen.
    void untold(String peer) {
        untold.add(Names.key(peer));
    }

    /// The user looks at a conversation.
    ///
    /// @return whether its authors are to be told
    boolean look(String peer) {
        int count = unread.getOrDefault(Names.key(peer), 0);
        if (count > 0) {
            revision++;
            markNew(Names.key(peer), count);
        }
        unread.remove(Names.key(peer));
        return untold.remove(Names.key(peer));
    }

    /// Of the last messages of others so many are new.
    private void markNew(String key, int count) {
        int left = count;
        for (TextLine line : lines.getOrDefault(key, List.of()).reversed()) {
            if (line.kind() == TextLine.Kind.THEIRS) {
                firstNew.put(key, line.messageId());
                if (--left == 0) {
                    return;
                }
            }
        }
    }

    /// What others wrote was seen, here or on another device: what is new for somebody who comes to this conversation now is not changed by that.
    void seen(String peer) {
        unread.remove(Names.key(peer));
        untold.remove(Names.key(peer));
    }

    void status(UserAgentEvent.MessageStatus news) {
        revision++;
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
            latest.merge(
                    Names.key(conversation.uri()), conversation.last(), ConversationsModel::later);
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
        revision++;
        Set<String> there = of(peer).stream().map(TextLine::messageId).collect(Collectors.toSet());
        List<TextLine> fresh =
                older.stream()
                        .filter(m -> !there.contains(m.key().messageId()))
                        .map(TextLine::of)
                        .toList();
        insert(of(peer), fresh);
        fresh.forEach(line -> latest.merge(Names.key(peer), line.at(), ConversationsModel::later));
        if (all) {
            complete.add(Names.key(peer));
        }
    }

    /// What happened besides, in the runs before.
    ///
    /// @param happened in order
    void happened(String peer, List<TextLine> happened) {
        Set<TextLine> there = new HashSet<>(of(peer));
        insert(of(peer), happened.stream().filter(line -> !there.contains(line)).toList());
        revision++;
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

    /// In the order in which they were met.
    List<String> peers() {
        return lines.keySet().stream().filter(this::isKnown).toList();
    }

    int unread(String peer) {
        return unread.getOrDefault(Names.key(peer), 0);
    }

    /// Who is writing, in words; "" for nobody.
    ///
    /// @param nameOf what the user calls somebody
    String writing(String peer, UnaryOperator<String> nameOf) {
        List<String> names =
                writers.getOrDefault(Names.key(peer), Set.of()).stream().map(nameOf).toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> Texts.get("conversation.writes", names.getFirst());
            default -> Texts.get("conversation.write", names.size());
        };
    }
}
