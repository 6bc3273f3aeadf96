package org.earshot.registrar.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.registrar.presence.store.Publication;

/// What a PUBLISH asks for, and what it makes of the publications of an address (RFC 3903 §6). Pure: a store may try it
/// again.
///
/// @param ifMatch the entity-tag that it names
/// @param body the new document
/// @param words what people have written in it
/// @param expires for how long; zero removes
/// @param etag the next entity-tag
/// @param ofDevice whether it came over the flow of a registered phone
record PublishRequest(
        Optional<String> ifMatch,
        Optional<String> body,
        List<String> words,
        Duration expires,
        String etag,
        boolean ofDevice) {

    /// What came of it.
    sealed interface Result {
        /// The publications from now on.
        record Updated(List<Publication> publications) implements Result {}

        /// There is no such publication: 412.
        record NoMatch() implements Result {}
    }

    /// @param current the publications that have not expired, the latest first
    /// @param most how many there may be; the oldest goes, since it is of a phone that has forgotten it
    Result apply(List<Publication> current, Instant now, int most) {
        List<Publication> after = new ArrayList<>(current);
        Optional<Publication> before =
                ifMatch.flatMap(
                        tag -> current.stream().filter(one -> one.etag().equals(tag)).findFirst());
        if (ifMatch.isPresent() && before.isEmpty()) {
            return new Result.NoMatch();
        }
        before.ifPresent(after::remove);
        if (!expires.isZero()) {
            String document = body.or(() -> before.map(Publication::body)).orElseThrow();
            Instant written = body.isPresent() ? now : before.orElseThrow().updatedAt();
            while (after.size() >= most) {
                after.removeLast();
            }
            boolean device = ofDevice || before.map(Publication::ofDevice).orElse(false);
            after.addFirst(new Publication(etag, document, now.plus(expires), written, device));
        }
        return new Result.Updated(List.copyOf(after));
    }
}
