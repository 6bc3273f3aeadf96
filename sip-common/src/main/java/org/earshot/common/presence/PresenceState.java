package org.earshot.common.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.presence.Pidf.Contact;
import org.earshot.common.presence.Pidf.Person;
import org.earshot.common.presence.Pidf.Tuple;

/// One person's presence in a word and perhaps a note: what many documents come down to, and what a simple phone can
/// show.
///
/// @param note what the person wants to say, "" for nothing
public record PresenceState(PresenceStatus status, String note) {
    /// What MicroSIP and other pjsip phones compare a note with, letter by letter, to show a call.
    private static final String ON_THE_PHONE_NOTE = "On the phone";

    public PresenceState {
        note = note.strip();
    }

    /// Without a note.
    public static PresenceState of(PresenceStatus status) {
        return new PresenceState(status, "");
    }

    /// What a document says.
    public static PresenceState of(Pidf document) {
        return PresenceReading.of(document);
    }

    /// What is known of a person in all: what the devices published, else whether a phone is registered. A call makes it
    /// [PresenceStatus#ON_THE_PHONE], unless all that was published says offline: who wants to seem offline does so in a
    /// call too. The note is that of the strongest status that has one.
    ///
    /// @param published one for each publication that has not expired
    /// @param registered whether any phone is registered
    /// @param onThePhone whether the person is in a call
    public static PresenceState compose(
            Collection<PresenceState> published, boolean registered, boolean onThePhone) {
        List<PresenceState> byWeight =
                published.stream().sorted(Comparator.comparing(PresenceState::status)).toList();
        PresenceStatus strongest =
                byWeight.stream()
                        .map(PresenceState::status)
                        .filter(status -> status != PresenceStatus.UNKNOWN)
                        .findFirst()
                        .orElse(registered ? PresenceStatus.AVAILABLE : PresenceStatus.OFFLINE);
        boolean hides = strongest == PresenceStatus.OFFLINE && !byWeight.isEmpty();
        String note =
                byWeight.stream()
                        .map(PresenceState::note)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return new PresenceState(
                onThePhone && !hides ? PresenceStatus.ON_THE_PHONE : strongest, note);
    }

    /// As a document that other people's phones show right:
    ///
    /// - Linphone shows open as available only where there is no activity at all, and closed with one as
    ///   "do not disturb";
    /// - pjsip looks at the first activity and knows `busy` and `away`; so a call is `busy` first, and also its words in
    ///   the activity's note, which pjsip takes before the person's own note;
    /// - baresip takes the first `basic`, then looks for `rpid:away`, `rpid:busy`, `rpid:on-the-phone`.
    ///
    /// An unknown state has a tuple without `basic`.
    ///
    /// @param entity whose presence, such as `sip:alice@example.org`
    /// @param time when this was so
    public Pidf document(String entity, Instant time) {
        Optional<Basic> basic =
                switch (status) {
                    case AVAILABLE, AWAY, BUSY, ON_THE_PHONE -> Optional.of(Basic.OPEN);
                    case OFFLINE -> Optional.of(Basic.CLOSED);
                    case UNKNOWN -> Optional.empty();
                };
        List<Activity> activities =
                switch (status) {
                    case AWAY -> List.of(Activity.AWAY);
                    case BUSY -> List.of(Activity.BUSY);
                    case ON_THE_PHONE -> List.of(Activity.BUSY, Activity.ON_THE_PHONE);
                    case AVAILABLE, OFFLINE, UNKNOWN -> List.of();
                };
        List<Note> activityNotes =
                status == PresenceStatus.ON_THE_PHONE
                        ? List.of(Note.of(ON_THE_PHONE_NOTE))
                        : List.of();
        List<Note> notes = note.isEmpty() ? List.of() : List.of(Note.of(note));
        Tuple tuple =
                new Tuple(
                        "t1",
                        basic,
                        Optional.of(new Contact(entity, Optional.empty())),
                        List.of(),
                        Optional.empty(),
                        Optional.of(time));
        Person person = new Person("p1", activities, activityNotes, notes, Optional.of(time));
        return new Pidf(entity, List.of(tuple), List.of(), List.of(person), List.of());
    }

    /// Whether a note only says that there is a call.
    static boolean isOnThePhoneNote(String text) {
        return text.equalsIgnoreCase(ON_THE_PHONE_NOTE);
    }
}
