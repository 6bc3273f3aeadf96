package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.earshot.softphone.ua.AccountFailure;

/// What the server said to commands about account and groups, as events.
///
/// @param print gets an event and its tag, on any thread
record AccountAnswers(BiConsumer<ObjectNode, String> print) {
    /// Prints that it is done, or why not.
    void done(CommandLine command, CompletionStage<Void> stage) {
        tell(
                command,
                stage,
                _ ->
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("event", "done")
                                .put("command", command.name()));
    }

    /// Prints what came of it.
    <T> void tell(CommandLine command, CompletionStage<T> stage, Function<T, ObjectNode> event) {
        stage.whenComplete((answer, failure) ->
                print.accept(
                        failure == null ? event.apply(answer) : failed(failure), command.tag()));
    }

    private static ObjectNode failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        ObjectNode event = EventJson.error(String.valueOf(cause.getMessage()));
        return cause instanceof AccountFailure known
                ? event.put(
                        "trouble",
                        known.trouble().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                : event;
    }
}
