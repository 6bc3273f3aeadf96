package org.earshot.proxy.message;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.message.IsComposing;

/// That somebody types, as nodes tell each other. Pure.
///
/// @param teller a name of the node that tells it, for itself to know again
/// @param from address of who types
/// @param to the account that may see it
/// @param group to which it is written, if to one
/// @param secureOnly whether it goes over TLS only
/// @param refresh as [IsComposing#refresh], in whole seconds
record TypingNews(
        String teller,
        String from,
        String to,
        Optional<String> group,
        boolean secureOnly,
        IsComposing.State state,
        Optional<Duration> refresh) {
    private static final String NONE = "-";
    private static final String SECURE = "s";

    /// @return empty if it can't be said so: an address of a trusted peer may be anything
    Optional<String> text() {
        List<String> words =
                List.of(
                        teller,
                        from,
                        to,
                        group.orElse(NONE),
                        secureOnly ? SECURE : NONE,
                        state.name(),
                        refresh.map(time -> Long.toString(time.toSeconds())).orElse(NONE));
        boolean plain = words.stream().noneMatch(word -> word.isEmpty() || word.contains(" "));
        return plain ? Optional.of(String.join(" ", words)) : Optional.empty();
    }

    /// @return empty for what another version may have written
    static Optional<TypingNews> read(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 7) {
            return Optional.empty();
        }
        try {
            Optional<IsComposing.State> state =
                    Arrays.stream(IsComposing.State.values())
                            .filter(known -> known.name().equals(words[5]))
                            .findFirst();
            Optional<Duration> refresh =
                    given(words[6]).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            return state.filter(_ -> Stream.of(words).noneMatch(String::isEmpty))
                    .map(known ->
                            new TypingNews(
                                    words[0],
                                    words[1],
                                    words[2],
                                    given(words[3]),
                                    words[4].equals(SECURE),
                                    known,
                                    refresh));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> given(String word) {
        return word.equals(NONE) ? Optional.empty() : Optional.of(word);
    }
}
