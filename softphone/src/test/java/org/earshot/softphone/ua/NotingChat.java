package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Conversations that only note what is done with them. Thread-safe.
public final class NotingChat implements Chat {
    public static final String OWN = "sip:alice@example.org";

    private final List<String> commands;
    private final Consumer<UserAgentEvent> tell;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> typing = new CopyOnWriteArrayList<>();
    private final List<ChatMessage> kept = new CopyOnWriteArrayList<>();

    NotingChat(List<String> commands, Consumer<UserAgentEvent> tell) {
        this.commands = commands;
        this.tell = tell;
    }

    /// A message that is kept of the runs before.
    public void keep(ChatMessage message) {
        kept.add(message);
    }

    /// Which conversations were seen, in order.
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /// To whom something was typed, once for each key.
    public List<String> typing() {
        return List.copyOf(typing);
    }

    /// A message of ours, or of the other one.
    ///
    /// @param author [#OWN] for ours
    public static ChatMessage message(String peer, String author, String id, String text) {
        boolean mine = author.equals(OWN);
        return new ChatMessage(
                new MessageKey(OWN, peer, id),
                mine,
                author,
                text,
                Instant.EPOCH,
                mine ? Delivery.SENDING : Delivery.DELIVERED,
                "");
    }

    /// Somebody wrote to us.
    public static UserAgentEvent.MessageReceived received(String peer, String text) {
        return new UserAgentEvent.MessageReceived(
                new Id(50), message(peer, peer, "id of " + text, text));
    }

    @Override
    public Id send(String uri, String text) {
        commands.add("message " + uri + " " + text);
        tell.accept(
                new UserAgentEvent.MessageWritten(
                        new Id(8), message(uri, OWN, "id of " + text, text)));
        return new Id(8);
    }

    @Override
    public void sendAgain(MessageKey key) {
        commands.add("again " + key.messageId());
    }

    @Override
    public void seen(String conversation) {
        seen.add(conversation);
    }

    @Override
    public void typing(String uri) {
        typing.add(uri);
    }

    @Override
    public CompletionStage<List<ChatMessage>> history(
            String conversation, Optional<String> before, int most) {
        List<ChatMessage> all =
                kept.stream()
                        .filter(m -> m.key().conversation().equals(conversation))
                        .takeWhile(m -> !before.equals(Optional.of(m.key().messageId())))
                        .toList();
        return CompletableFuture.completedFuture(
                all.subList(Math.max(0, all.size() - most), all.size()));
    }

    @Override
    public CompletionStage<List<ChatMessage>> historyAfter(
            String conversation, String after, int most) {
        return CompletableFuture.completedFuture(
                kept.stream()
                        .filter(m -> m.key().conversation().equals(conversation))
                        .dropWhile(m -> !m.key().messageId().equals(after))
                        .skip(1)
                        .limit(most)
                        .toList());
    }

    @Override
    public CompletionStage<List<ChatMessage>> around(MessageKey key, int most) {
        List<ChatMessage> all =
                kept.stream()
                        .filter(m -> m.key().conversation().equals(key.conversation()))
                        .toList();
        int at = all.stream().map(ChatMessage::key).toList().indexOf(key);
        if (at < 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        int from = Math.max(0, at - (most - 1) / 2);
        return CompletableFuture.completedFuture(
                all.subList(from, Math.min(all.size(), from + most)));
    }

    @Override
    public CompletionStage<List<ChatMessage>> search(String words, int most) {
        List<String> wanted = SearchWords.of(words);
        return CompletableFuture.completedFuture(
                wanted.isEmpty()
                        ? List.of()
                        : kept.reversed().stream()
                                .filter(m -> SearchWords.areIn(m.text(), wanted))
                                .limit(most)
                                .toList());
    }

    @Override
    public CompletionStage<List<ChatMessage>> searchIn(
            String conversation, String words, int most) {
        List<String> wanted = SearchWords.of(words);
        return CompletableFuture.completedFuture(
                wanted.isEmpty()
                        ? List.of()
                        : kept.reversed().stream()
                                .filter(m -> m.key().conversation().equals(conversation))
                                .filter(m -> SearchWords.areIn(m.text(), wanted))
                                .limit(most)
                                .toList());
    }

    @Override
    public CompletionStage<List<Conversation>> conversations() {
        return CompletableFuture.completedFuture(
                kept.stream()
                        .map(m -> m.key().conversation())
                        .distinct()
                        .map(uri -> new Conversation(uri, 0, Instant.EPOCH))
                        .toList());
    }
}
