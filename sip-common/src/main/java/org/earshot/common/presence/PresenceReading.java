package org.earshot.common.presence;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.presence.Pidf.Person;
import org.earshot.common.presence.Pidf.Tuple;

/// What a document comes down to. Stateless.
final class PresenceReading {
    private static final Set<String> BUSY =
            Set.of(
                    "appointment",
                    "busy",
                    "meeting",
                    "performance",
                    "presentation",
                    "steering",
                    "worship");
    private static final Set<String> AWAY =
            Set.of(
                    "away",
                    "breakfast",
                    "dinner",
                    "holiday",
                    "in-transit",
                    "meal",
                    "playing",
                    "shopping",
                    "sleeping",
                    "spectator",
                    "travel",
                    "tv",
                    "vacation");

    private PresenceReading() {}

    static PresenceState of(Pidf document) {
        List<String> activities =
                document.persons().stream()
                        .flatMap(p -> p.activities().stream())
                        .map(Activity::name)
                        .toList();
        List<String> notes = notes(document);
        boolean saysOnThePhone = notes.stream().anyMatch(PresenceState::isOnThePhoneNote);
        PresenceStatus status = status(document, activities);
        if (status == PresenceStatus.BUSY && saysOnThePhone) {
            status = PresenceStatus.ON_THE_PHONE; // pjsip phones say it in words only
        }
        boolean dropWords = status == PresenceStatus.ON_THE_PHONE;
        String note =
                notes.stream()
                        .filter(text -> !dropWords || !PresenceState.isOnThePhoneNote(text))
                        .findFirst()
                        .orElse("");
        return new PresenceState(status, note);
    }

    private static PresenceStatus status(Pidf document, List<String> activities) {
        boolean open = has(document, Basic.OPEN);
        boolean closed = !open && has(document, Basic.CLOSED);
        if (activities.contains(Activity.PERMANENT_ABSENCE.name())) {
            return PresenceStatus.OFFLINE;
        }
        if (activities.contains(Activity.ON_THE_PHONE.name())) {
            return PresenceStatus.ON_THE_PHONE;
        }
        if (activities.stream().anyMatch(BUSY::contains)) {
            return PresenceStatus.BUSY;
        }
        if (activities.stream().anyMatch(AWAY::contains)) {
            // Closed with an activity: Linphone's "do not disturb".
            return closed ? PresenceStatus.BUSY : PresenceStatus.AWAY;
        }
        if (open) {
            return PresenceStatus.AVAILABLE;
        }
        return closed ? PresenceStatus.OFFLINE : PresenceStatus.UNKNOWN;
    }

    private static boolean has(Pidf document, Basic basic) {
        return document.tuples().stream()
                .anyMatch(t -> t.basic().filter(basic::equals).isPresent());
    }

    /// Most personal first.
    private static List<String> notes(Pidf document) {
        Stream<Note> persons = document.persons().stream().flatMap(p -> notesOf(p).stream());
        Stream<Note> tuples = document.tuples().stream().map(Tuple::notes).flatMap(List::stream);
        return Stream.of(persons, document.notes().stream(), tuples)
                .flatMap(s -> s)
                .map(Note::text)
                .toList();
    }

    private static List<Note> notesOf(Person person) {
        return Stream.concat(person.activityNotes().stream(), person.notes().stream()).toList();
    }
}
