package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Messages in memory, the oldest forgotten. Thread-safe.
final class InMemoryMessageStore implements MessageStore {
    private static final int MOST = 10_000;

    private final Map<MessageKey, ChatMessage> messages = new LinkedHashMap<>();
    private final Map<MessageKey, Outgoing> outbox = new LinkedHashMap<>();
    private final Set<MessageKey> past = new HashSet<>();
    private final Set<MessageKey> wantDisplayed = new HashSet<>();

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    @Override
    public synchronized CompletionStage<List<Outgoing>> outbox() {
        return done(List.copyOf(outbox.values()));
    }

    @Override
    public synchronized CompletionStage<Void> write(ChatMessage message, Outgoing outgoing) {
        messages.put(message.key(), message);
        outbox.put(outgoing.key(), outgoing);
        prune();
        return done(null);
    }

    @Override
    public synchronized CompletionStage<Boolean> receive(
            ChatMessage message, boolean wantsDisplayed, List<Outgoing> notices) {
        if (messages.putIfAbsent(message.key(), message) != null) {
            return done(false);
        }
        if (wantsDisplayed) {
            wantDisplayed.add(message.key());
        }
        notices.forEach(n -> outbox.put(n.key(), n));
        prune();
        return done(true);
    }

    @Override
    public synchronized CompletionStage<Boolean> receivePast(ChatMessage message) {
        if (messages.putIfAbsent(message.key(), message) != null) {
            return done(false);
        }
        past.add(message.key());
        prune();
        return done(true);
    }

    private void prune() {
        var oldest = messages.keySet().iterator();
        while (messages.size() > MOST && oldest.hasNext()) {
            MessageKey key = oldest.next();
            if (!outbox.containsKey(key)) {
                oldest.remove();
                wantDisplayed.remove(key);
                past.remove(key);
            }
        }
    }

    @Override
    public synchronized CompletionStage<Void> sent(
            MessageKey key, Delivery delivery, String reason) {
        outbox.remove(key);
        messages.computeIfPresent(
                key,
                (_, message) ->
                        message.delivery().isChangedBy(delivery)
                                ? message.with(delivery, reason)
                                : message);
        return done(null);
    }

    private Optional<ChatMessage> find(String account, String messageId, boolean mine) {
        return messages.values().stream()
                .filter(m -> m.mine() == mine)
                .filter(m -> m.key().messageId().equals(messageId))
                .filter(m -> m.key().account().equals(account))
                .findFirst();
    }

    @Override
    public synchronized CompletionStage<Optional<ChatMessage>> progress(
            String account, String messageId, Delivery delivery, String reason) {
        Optional<ChatMessage> now =
                find(account, messageId, true)
                        .filter(m -> m.delivery().isChangedBy(delivery))
                        .map(m -> m.with(delivery, reason));
        now.ifPresent(m -> messages.put(m.key(), m));
        return done(now);
    }

    @Override
    public synchronized CompletionStage<List<Outgoing>> seen(
            String account, String conversation, Function<ChatMessage, Outgoing> notice) {
        List<Outgoing> notices = new ArrayList<>();
        for (ChatMessage message : unread(account, conversation)) {
            messages.put(message.key(), message.with(Delivery.DISPLAYED, ""));
            if (wantDisplayed.remove(message.key())) {
                Outgoing outgoing = notice.apply(message);
                outbox.put(outgoing.key(), outgoing);
                notices.add(outgoing);
            }
        }
        return done(List.copyOf(notices));
    }

    private List<ChatMessage> unread(String account, String conversation) {
        return of(account, conversation).stream().filter(ChatMessage::isUnread).toList();
    }

    private List<ChatMessage> of(String account, String conversation) {
        return messages.values().stream()
                .filter(m -> m.key().account().equals(account))
                .filter(m -> m.key().conversation().equals(conversation))
                .collect(Collectors.collectingAndThen(Collectors.toList(), this::inOrder));
    }

    /// As they came, but for those of before, which stand where they were written.
    private List<ChatMessage> inOrder(List<ChatMessage> asTheyCame) {
        List<ChatMessage> old =
                asTheyCame.stream()
                        .filter(m -> past.contains(m.key()))
                        .sorted(Comparator.comparing(ChatMessage::at))
                        .toList();
        List<ChatMessage> ordered = new ArrayList<>();
        int next = 0;
        for (ChatMessage message : asTheyCame) {
            if (past.contains(message.key())) {
                continue;
            }
            while (next < old.size() && old.get(next).at().isBefore(message.at())) {
                ordered.add(old.get(next++));
            }
            ordered.add(message);
        }
        ordered.addAll(old.subList(next, old.size()));
        return ordered;
    }

    @Override
    public synchronized CompletionStage<Optional<String>> seenElsewhere(
            String account, String messageId) {
        Optional<ChatMessage> last = find(account, messageId, false).filter(ChatMessage::isUnread);
        if (last.isEmpty()) {
            return done(Optional.empty());
        }
        String conversation = last.get().key().conversation();
        for (ChatMessage message : unread(account, conversation)) {
            messages.put(message.key(), message.with(Delivery.DISPLAYED, ""));
            wantDisplayed.remove(message.key());
            if (message.key().equals(last.get().key())) {
                break;
            }
        }
        return done(Optional.of(conversation));
    }

    @Override
    public synchronized CompletionStage<Optional<ChatMessage>> find(MessageKey key) {
        return done(Optional.ofNullable(messages.get(key)));
    }

    @Override
    public synchronized CompletionStage<List<ChatMessage>> history(
            String account, String conversation, Optional<String> before, int most) {
        List<ChatMessage> all =
                of(account, conversation).stream()
                        .takeWhile(m -> !before.equals(Optional.of(m.key().messageId())))
                        .toList();
        return done(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    @Override
    public synchronized CompletionStage<List<ChatMessage>> historyAfter(
            String account, String conversation, String after, int most) {
        return done(
                of(account, conversation).stream()
                        .dropWhile(m -> !m.key().messageId().equals(after))
                        .skip(1)
                        .limit(most)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<ChatMessage>> search(
            String account, List<String> words, int most) {
        return done(
                messages.values().stream()
                        .filter(m -> m.key().account().equals(account))
                        .filter(m -> SearchWords.areIn(m.text(), words))
                        .sorted(Comparator.comparing(ChatMessage::at).reversed())
                        .limit(most)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<ChatMessage>> searchIn(
            String account, String conversation, List<String> words, int most) {
        return done(
                messages.values().stream()
                        .filter(m -> m.key().account().equals(account))
                        .filter(m -> m.key().conversation().equals(conversation))
                        .filter(m -> SearchWords.areIn(m.text(), words))
                        .sorted(Comparator.comparing(ChatMessage::at).reversed())
                        .limit(most)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<Conversation>> conversations(String account) {
        Map<String, Conversation> all = new LinkedHashMap<>();
        for (ChatMessage message : messages.values()) {
            if (message.key().account().equals(account)) {
                all.merge(
                        message.key().conversation(),
                        new Conversation(
                                message.key().conversation(),
                                message.isUnread() ? 1 : 0,
                                message.at()),
                        (a, b) ->
                                new Conversation(
                                        a.uri(),
                                        a.unread() + b.unread(),
                                        a.last().isAfter(b.last()) ? a.last() : b.last()));
            }
        }
        return done(
                all.values().stream()
                        .sorted(Comparator.comparing(Conversation::last).reversed())
                        .toList());
    }
}
