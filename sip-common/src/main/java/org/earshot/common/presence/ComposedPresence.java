package org.earshot.common.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlWriter;

/// What is told of one person in all, composed from what was published, from whether a phone is there, and from calls
/// (RFC 4479 §3.1, §5). What was published passes as it came, as far as it agrees with the whole: of several documents
/// those with the strongest status speak, and of their persons, who are one person, the latest word on each thing.
///
/// @param state what it comes down to
/// @param basic of the first tuple
/// @param tuples as published; the first says `basic`, unless there is none
/// @param notes of the whole document
/// @param person what is said of the person, its activities aside
/// @param activities as published
/// @param devices as published
public record ComposedPresence(
        PresenceState state,
        Optional<Basic> basic,
        List<XmlElement> tuples,
        List<XmlElement> notes,
        List<XmlElement> person,
        List<XmlElement> activities,
        List<XmlElement> devices) {

    /// About how many bytes of what was published pass: a NOTIFY may have to go in datagrams.
    private static final int MOST_BYTES = 8_000;

    public ComposedPresence {
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        person = List.copyOf(person);
        activities = List.copyOf(activities);
        devices = List.copyOf(devices);
    }

    /// Nothing but this.
    public static ComposedPresence of(PresenceState state) {
        return new ComposedPresence(
                state,
                basic(state.status()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /// @param published one for each publication that counts, the latest first
    /// @param registered whether any phone is there
    /// @param onThePhone whether the person is in a call
    public static ComposedPresence compose(
            Collection<PublishedPresence> published, boolean registered, boolean onThePhone) {
        List<PresenceState> states = published.stream().map(PublishedPresence::state).toList();
        PresenceState state = PresenceState.compose(states, registered, onThePhone);
        PresenceStatus silent = PresenceState.compose(states, registered, false).status();
        List<PublishedPresence> speaking =
                published.stream()
                        .filter(one ->
                                one.state().status() == silent
                                        || one.state().status() == PresenceStatus.UNKNOWN)
                        .toList();
        boolean called = state.status() != silent;
        Optional<Basic> basic = called ? Optional.of(Basic.OPEN) : basic(speaking, silent);
        return new Composing(state, basic, called && silent == PresenceStatus.AWAY).of(speaking);
    }

    /// The same for anybody but the person: without devices, and with one address for all tuples.
    ///
    /// @param contact that address, such as `sip:alice@example.org`
    public ComposedPresence forOthers(String contact) {
        return new ComposedPresence(
                state,
                basic,
                tuples.stream().map(one -> PresenceElements.anonymous(one, contact)).toList(),
                notes,
                person.stream().filter(one -> !one.is(PidfReader.DATA_MODEL, "deviceID")).toList(),
                activities,
                List.of());
    }

    private static Optional<Basic> basic(List<PublishedPresence> speaking, PresenceStatus status) {
        List<Basic> said = speaking.stream().flatMap(one -> one.basic().stream()).toList();
        return said.contains(Basic.OPEN)
                ? Optional.of(Basic.OPEN)
                : said.stream().findFirst().or(() -> basic(status));
    }

    private static Optional<Basic> basic(PresenceStatus status) {
        return switch (status) {
            case AVAILABLE, AWAY, BUSY, ON_THE_PHONE -> Optional.of(Basic.OPEN);
            case OFFLINE -> Optional.of(Basic.CLOSED);
            case UNKNOWN -> Optional.empty();
        };
    }

    /// Takes from documents what passes. For one use.
    private static final class Composing {
        private final PresenceState state;
        private final Optional<Basic> basic;
        private final boolean wasAway;
        private final List<XmlElement> tuples = new ArrayList<>();
        private final List<XmlElement> notes = new ArrayList<>();
        private final List<XmlElement> person = new ArrayList<>();
        private final List<XmlElement> activities = new ArrayList<>();
        private final List<XmlElement> devices = new ArrayList<>();
        private int bytes;

        /// @param wasAway whether a call is on of somebody who said that nobody is there
        Composing(PresenceState state, Optional<Basic> basic, boolean wasAway) {
            this.state = state;
            this.basic = basic;
            this.wasAway = wasAway;
        }

        ComposedPresence of(List<PublishedPresence> speaking) {
            List<XmlElement> all = speaking.stream().flatMap(one -> one.tuples().stream()).toList();
            // simple phones look at the first tuple only
            all.stream().filter(this::agrees).findFirst().ifPresent(first -> take(first, tuples));
            if (!tuples.isEmpty() || basic.isEmpty()) {
                all.stream().filter(one -> !tuples.contains(one)).forEach(one -> take(one, tuples));
            }
            for (PublishedPresence one : speaking) {
                one.notes().forEach(note -> take(note, notes));
                person(one.person());
                one.devices().forEach(device -> take(device, devices));
            }
            return new ComposedPresence(state, basic, tuples, notes, person, activities, devices);
        }

        private boolean agrees(XmlElement tuple) {
            return tuple.child(PidfReader.PIDF, "status")
                    .flatMap(status -> status.childText(PidfReader.PIDF, "basic"))
                    .equals(basic.map(one -> one.name().toLowerCase(Locale.ROOT)));
        }

        private void person(List<XmlElement> said) {
            Set<String> known = new HashSet<>();
            person.forEach(one -> known.add(one.namespace() + one.name()));
            for (XmlElement one : said) {
                if (one.is(PidfReader.DATA_MODEL, "timestamp")) {
                    continue;
                }
                if (one.is(PidfReader.RPID, "activities")) {
                    if (!wasAway) {
                        take(one, activities);
                    }
                } else if (!known.contains(one.namespace() + one.name())) {
                    take(one, person);
                }
            }
        }

        private void take(XmlElement element, List<XmlElement> to) {
            int size = PresenceElements.size(element);
            if (bytes + size <= MOST_BYTES) {
                bytes += size;
                to.add(element);
            }
        }
    }

    /// The document. What [PresenceState#document] says of phones holds for it too.
    ///
    /// @param entity whose presence, such as `sip:alice@example.org`
    /// @param time when this was so
    public byte[] toBytes(String entity, Instant time) {
        Pidf own = state.document(entity, time);
        XmlWriter xml =
                PresenceElements.writer(
                        Stream.of(tuples, notes, person, activities, devices)
                                .flatMap(List::stream)
                                .toList());
        xml.start(PidfReader.PIDF, "presence").attribute("entity", entity);
        Set<String> ids = new HashSet<>(Set.of("p1"));
        if (tuples.isEmpty()) {
            Pidf.Tuple tuple = own.tuples().getFirst();
            ids.add(tuple.id());
            PidfWriter.tuple(
                    xml,
                    new Pidf.Tuple(
                            tuple.id(),
                            basic,
                            tuple.contact(),
                            tuple.notes(),
                            tuple.deviceId(),
                            tuple.timestamp()));
        }
        tuples.forEach(one -> PresenceElements.write(xml, one, unique(one, ids)));
        notes.forEach(one -> PresenceElements.write(xml, one));
        person(xml, own.persons().getFirst());
        devices.forEach(one -> PresenceElements.write(xml, one, unique(one, ids)));
        return xml.toBytes();
    }

    /// Ids of several documents may be the same (an xs:ID is unique in one).
    private static Optional<String> unique(XmlElement element, Set<String> ids) {
        String id = element.attribute("id").orElse("e");
        String unique = id;
        for (int i = 2; !ids.add(unique); i++) {
            unique = id + '-' + i;
        }
        return Optional.of(unique);
    }

    private void person(XmlWriter xml, Pidf.Person own) {
        xml.start(PidfReader.DATA_MODEL, "person").attribute("id", "p1");
        activities(xml, own);
        List<XmlElement> published =
                person.stream()
                        .filter(one -> one.is(PidfReader.DATA_MODEL, "note"))
                        .filter(this::isNews)
                        .toList();
        person.stream()
                .filter(one -> !one.is(PidfReader.DATA_MODEL, "note"))
                .forEach(one -> PresenceElements.write(xml, one));
        published.forEach(one -> PresenceElements.write(xml, one));
        if (published.isEmpty()) {
            own.notes().forEach(note -> note.write(xml, PidfReader.DATA_MODEL, "note"));
        }
        xml.element(PidfReader.DATA_MODEL, "timestamp", own.timestamp().map(Rfc3339::format));
        xml.end();
    }

    private void activities(XmlWriter xml, Pidf.Person own) {
        List<XmlElement> published = new ArrayList<>();
        activities.forEach(group -> published.addAll(group.children()));
        // first what the simplest phones know; who says closed is taken by his own words only
        List<Activity> first =
                basic.equals(Optional.of(Basic.CLOSED)) && !published.isEmpty()
                        ? List.of()
                        : own.activities();
        if (first.isEmpty() && published.isEmpty()) {
            return;
        }
        xml.start(PidfReader.RPID, "activities");
        activities.stream()
                .findFirst()
                .ifPresent(group ->
                        Stream.of("from", "until")
                                .forEach(name -> xml.attribute(name, group.attribute(name))));
        own.activityNotes().forEach(note -> note.write(xml, PidfReader.RPID, "note"));
        published.stream()
                .filter(one -> one.is(PidfReader.RPID, "note"))
                .filter(this::isNews)
                .forEach(one -> PresenceElements.write(xml, one));
        Set<String> written = new HashSet<>();
        for (Activity activity : first) {
            xml.empty(PidfReader.RPID, activity.name());
            written.add(PidfReader.RPID + activity.name());
        }
        for (XmlElement one : published) {
            if (!one.is(PidfReader.RPID, "note") && written.add(one.namespace() + one.name())) {
                PresenceElements.write(xml, one);
            }
        }
        xml.end();
    }

    /// Not the words that stand there already when somebody is on the phone.
    private boolean isNews(XmlElement note) {
        return state.status() != PresenceStatus.ON_THE_PHONE
                || !PresenceState.isOnThePhoneNote(note.stripped());
    }
}
