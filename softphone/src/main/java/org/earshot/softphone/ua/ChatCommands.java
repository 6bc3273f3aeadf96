package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Hands what a face of the phone wants of its conversations over to the user-agent thread. Thread-safe.
final class ChatCommands implements Chat {
    private final Messages.Host host;
    private final UserAgentThread thread;
    private final Messages messages;
    private final MessageStore store;
    private final Supplier<Id> newId;

    /// @param host asked on the user-agent thread
    ChatCommands(
            Messages.Host host,
            UserAgentThread thread,
            Messages messages,
            MessageStore store,
            Supplier<Id> newId) {
        this.host = host;
        this.thread = thread;
        this.messages = messages;
        this.store = store;
        this.newId = newId;
    }

    private static IllegalStateException notLoggedIn() {
        return new IllegalStateException("not logged in");
    }

    private static String target(String typed, String account) {
        return SipUris.target(typed, account.substring(account.lastIndexOf('@') + 1));
    }

    @Override
    public Id send(String uri, String text) {
        Id id = newId.get();
        thread.execute(() -> {
            try {
                String account = host.account().orElseThrow(ChatCommands::notLoggedIn);
                messages.send(id, account, target(uri, account), text);
            } catch (IllegalArgumentException | IllegalStateException e) {
                messages.refuse(id, host.account().orElse(""), uri, text, e.getMessage());
            }
        });
        return id;
    }

    private void withAccount(Consumer<String> command) {
        thread.execute(() -> {
            try {
                command.accept(host.account().orElseThrow(ChatCommands::notLoggedIn));
            } catch (IllegalArgumentException | IllegalStateException e) {
                host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
            }
        });
    }

    @Override
    public void sendAgain(MessageKey key) {
        withAccount(account -> messages.sendAgain(key));
    }

    @Override
    public void seen(String conversation) {
        withAccount(account -> messages.seen(account, SipUris.canonical(conversation)));
    }

    @Override
    public void typing(String uri) {
        withAccount(account -> messages.typing(target(uri, account)));
    }

    private <T> CompletionStage<T> ask(Function<String, CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                String account = host.account().orElseThrow(ChatCommands::notLoggedIn);
                question.apply(account)
                        .whenComplete((result, failure) -> {
                            if (failure == null) {
                                answer.complete(result);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        });
            } catch (IllegalStateException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<List<ChatMessage>> history(
            String conversation, Optional<String> before, int most) {
        return ask(
                account -> store.history(account, SipUris.canonical(conversation), before, most));
    }

    @Override
    public CompletionStage<List<ChatMessage>> historyAfter(
            String conversation, String after, int most) {
        return ask(account ->
                store.historyAfter(account, SipUris.canonical(conversation), after, most));
    }

    /// The one itself is read with those after it: what is before it needs its id only.
    @Override
    public CompletionStage<List<ChatMessage>> around(MessageKey key, int most) {
        return ask(account ->
                store.find(new MessageKey(account, key.conversation(), key.messageId()))
                        .thenCompose(found ->
                                found.map(one -> around(one, most))
                                        .orElseGet(() ->
                                                CompletableFuture.completedStage(List.of()))));
    }

    private CompletionStage<List<ChatMessage>> around(ChatMessage one, int most) {
        MessageKey key = one.key();
        int before = (most - 1) / 2;
        return store.history(
                        key.account(), key.conversation(), Optional.of(key.messageId()), before)
                .thenCombine(
                        store.historyAfter(
                                key.account(),
                                key.conversation(),
                                key.messageId(),
                                most - 1 - before),
                        (earlier, later) ->
                                Stream.of(earlier, List.of(one), later)
                                        .flatMap(List::stream)
                                        .toList());
    }

    @Override
    public CompletionStage<List<ChatMessage>> search(String words, int most) {
        List<String> wanted = SearchWords.of(words);
        return ask(account ->
                wanted.isEmpty()
                        ? CompletableFuture.completedStage(List.of())
                        : store.search(account, wanted, most));
    }

    @Override
    public CompletionStage<List<ChatMessage>> searchIn(
            String conversation, String words, int most) {
        List<String> wanted = SearchWords.of(words);
        return ask(account ->
                wanted.isEmpty()
                        ? CompletableFuture.completedStage(List.of())
                        : store.searchIn(account, conversation, wanted, most));
    }

    @Override
    public CompletionStage<List<Conversation>> conversations() {
        return ask(store::conversations);
    }
}
