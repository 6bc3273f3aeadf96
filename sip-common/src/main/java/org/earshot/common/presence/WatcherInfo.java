package org.earshot.common.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.mime.Digits;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// Who watches somebody: application/watcherinfo+xml (RFC 3858), for the package of RFC 3857.
///
/// @param version grows by one with each document of a subscription, 0 to 2^32 - 1
/// @param full whether these are all watchers, or only those that changed
/// @param lists one for each resource and package
public record WatcherInfo(long version, boolean full, List<WatcherList> lists) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/watcherinfo+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:watcherinfo";
    private static final long LAST_VERSION = 0xFFFF_FFFFL;
    private static final int MOST_WATCHERS = 5000;

    /// Where a subscription stands (RFC 3857 §4.7.1).
    public enum Status {
        PENDING,
        ACTIVE,
        WAITING,
        TERMINATED
    }

    /// What brought it there (RFC 3858 §4.2).
    public enum Event {
        SUBSCRIBE,
        APPROVED,
        DEACTIVATED,
        PROBATION,
        REJECTED,
        TIMEOUT,
        GIVEUP,
        NORESOURCE
    }

    /// The watchers of one resource.
    ///
    /// @param resource who is watched, a URI
    /// @param eventPackage such as `presence`
    public record WatcherList(String resource, String eventPackage, List<Watcher> watchers) {

        public WatcherList {
            if (resource.isBlank() || eventPackage.isBlank()) {
                throw new IllegalArgumentException("a list without resource or package");
            }
            watchers = List.copyOf(watchers);
        }
    }

    /// One watcher.
    ///
    /// @param id names this subscription
    /// @param uri who watches
    /// @param displayName of the watcher, "" for none
    /// @param subscribedFor since when, before this document
    /// @param expiresIn until when, after this document
    public record Watcher(
            String id,
            String uri,
            Status status,
            Event event,
            String displayName,
            Optional<Duration> subscribedFor,
            Optional<Duration> expiresIn) {

        public Watcher {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a watcher without id");
            }
            if (subscribedFor.filter(Duration::isNegative).isPresent()
                    || expiresIn.filter(Duration::isNegative).isPresent()) {
                throw new IllegalArgumentException("a negative time");
            }
        }
    }

    public WatcherInfo {
        if (version < 0 || version > LAST_VERSION) {
            throw new IllegalArgumentException("version " + version);
        }
        lists = List.copyOf(lists);
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 5,000 lists and watchers
    public static WatcherInfo parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, NAMESPACE, "watcherinfo", WatcherInfo::of);
    }

    /// As the schema has it.
    public byte[] toBytes() {
        XmlWriter xml =
                new XmlWriter(NAMESPACE)
                        .start(NAMESPACE, "watcherinfo")
                        .attribute("version", Long.toString(version))
                        .attribute("state", full ? "full" : "partial");
        for (WatcherList list : lists) {
            xml.start(NAMESPACE, "watcher-list")
                    .attribute("resource", list.resource())
                    .attribute("package", list.eventPackage());
            list.watchers().forEach(watcher -> write(xml, watcher));
            xml.end();
        }
        return xml.toBytes();
    }

    private static void write(XmlWriter xml, Watcher watcher) {
        Optional<String> name = Optional.of(watcher.displayName());
        xml.start(NAMESPACE, "watcher")
                .attribute("id", watcher.id())
                .attribute("status", Words.of(watcher.status()))
                .attribute("event", Words.of(watcher.event()))
                .attribute("display-name", name.filter(text -> !text.isEmpty()))
                .attribute("duration-subscribed", watcher.subscribedFor().map(WatcherInfo::seconds))
                .attribute("expiration", watcher.expiresIn().map(WatcherInfo::seconds))
                .text(watcher.uri())
                .end();
    }

    private static WatcherInfo of(XmlElement root) throws MalformedPayloadException {
        List<WatcherList> lists = new ArrayList<>();
        int all = 0;
        for (XmlElement element : root.children(NAMESPACE, "watcher-list")) {
            List<XmlElement> children = element.children(NAMESPACE, "watcher");
            all += children.size() + 1;
            if (all > MOST_WATCHERS) {
                throw new MalformedPayloadException("watcherinfo: too many watchers");
            }
            List<Watcher> watchers = new ArrayList<>();
            for (XmlElement child : children) {
                watchers.add(watcher(child));
            }
            lists.add(
                    new WatcherList(
                            element.required("resource"), element.required("package"), watchers));
        }
        return new WatcherInfo(
                root.requiredNumber("version", LAST_VERSION), Words.isFull(root), lists);
    }

    private static Watcher watcher(XmlElement element) throws MalformedPayloadException {
        return new Watcher(
                element.required("id"),
                element.stripped(),
                Words.required(Status.class, element, "status"),
                Words.required(Event.class, element, "event"),
                element.attribute("display-name").orElse(""),
                duration(element, "duration-subscribed"),
                duration(element, "expiration"));
    }

    private static Optional<Duration> duration(XmlElement element, String attribute)
            throws MalformedPayloadException {
        Optional<String> text = element.attribute(attribute);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Duration.ofSeconds(Digits.parse(attribute, text.get(), LAST_VERSION)));
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
