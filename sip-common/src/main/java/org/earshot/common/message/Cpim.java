package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.Rfc3339;

/// A message in the envelope message/cpim (RFC 3862), with what RFC 5438 puts on it.
///
/// Headers are kept as they came and in order; the methods here see through prefixes and escapes. A value that
/// exists is readable: From, To, cc and DateTime were checked when it was made, and there is at most one From, one
/// DateTime and one message id.
///
/// @param headers in order, NS headers among them
/// @param content the wrapped part
public record Cpim(List<CpimHeader> headers, MimePart content) {
    /// Its media type.
    public static final String CONTENT_TYPE = "message/cpim";

    /// The namespace of headers without prefix (RFC 3862 §3.4).
    public static final String CORE = "urn:ietf:params:cpim-headers:";

    /// The namespace of headers of disposition notification (RFC 5438 §6).
    public static final String IMDN = "urn:ietf:params:imdn";

    private static final String FROM = "From";
    private static final String TO = "To";
    private static final String CC = "cc";
    private static final String DATE_TIME = "DateTime";
    private static final String MESSAGE_ID = "Message-ID";
    private static final String NOTIFICATION = "Disposition-Notification";

    /// @throws IllegalArgumentException if a header that is understood is not readable, or is there twice and may not be
    public Cpim {
        headers = List.copyOf(headers);
        atMostOne(headers, CORE, FROM);
        atMostOne(headers, CORE, DATE_TIME);
        atMostOne(headers, IMDN, MESSAGE_ID);
        select(headers, CORE, FROM, true).forEach(h -> CpimAddress.parse(h.value()));
        select(headers, CORE, TO, true).forEach(h -> CpimAddress.parse(h.value()));
        select(headers, CORE, CC, true).forEach(h -> CpimAddress.parse(h.value()));
        select(headers, CORE, DATE_TIME, true).forEach(Cpim::time);
    }

    /// A message with what each has.
    public static Cpim of(CpimAddress from, CpimAddress to, Instant dateTime, MimePart content) {
        return new Cpim(
                List.of(
                        CpimHeader.of(FROM, from.format()),
                        CpimHeader.of(TO, to.format()),
                        CpimHeader.of(DATE_TIME, Rfc3339.format(dateTime))),
                content);
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else: at what is not readable, and at more than 128 headers, 16 KB
    ///     of them, or 4 KB a line. The content may have any size.
    public static Cpim parse(byte[] body) throws MalformedPayloadException {
        return new CpimReader(body).read();
    }

    /// Who wrote it, as it says itself.
    public Optional<CpimAddress> from() {
        return first(CORE, FROM).map(h -> CpimAddress.parse(h.value()));
    }

    /// To whom, in order.
    public List<CpimAddress> to() {
        return addresses(TO);
    }

    /// Who gets a copy, in order.
    public List<CpimAddress> cc() {
        return addresses(CC);
    }

    /// When it was sent, by the sender's clock.
    public Optional<Instant> dateTime() {
        return first(CORE, DATE_TIME).map(Cpim::time);
    }

    /// The subject: one without a language if there is such a one, else the first.
    public Optional<String> subject() {
        List<CpimHeader> all = headers(CORE, "Subject");
        return all.stream()
                .filter(h -> h.parameters().isEmpty())
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(CpimHeader::text);
    }

    /// Names of headers, with prefix, that a reader must understand (RFC 3862 §4.7).
    public List<String> require() {
        return headers(CORE, "Require").stream()
                .flatMap(h -> Arrays.stream(h.value().split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// The `imdn.Message-ID` (RFC 5438 §6.3).
    public Optional<String> messageId() {
        return first(IMDN, MESSAGE_ID).map(CpimHeader::text).filter(id -> !id.isEmpty());
    }

    /// What the sender wants to be told (RFC 5438 §6.2).
    public Set<DispositionNotification> notifications() {
        return first(IMDN, NOTIFICATION)
                .map(h -> DispositionNotification.parse(h.value()))
                .orElse(Set.of());
    }

    /// Headers by namespace and name, in order, whatever prefix they have. The name is compared without regard to case.
    ///
    /// @param namespace such as [#IMDN]
    /// @param name without prefix, such as `Original-To`
    public List<CpimHeader> headers(String namespace, String name) {
        return select(headers, namespace, name, true);
    }

    /// With this message id.
    public Cpim withMessageId(String id) {
        return with(IMDN, "imdn", MESSAGE_ID, id);
    }

    /// With this wish to be told, and no other.
    public Cpim withNotifications(Set<DispositionNotification> notifications) {
        return notifications.isEmpty()
                ? without(IMDN, NOTIFICATION)
                : with(IMDN, "imdn", NOTIFICATION, DispositionNotification.format(notifications));
    }

    /// With this subject, and no other.
    public Cpim withSubject(String subject) {
        return with(CORE, "", "Subject", subject);
    }

    /// With these recipients, and no others.
    public Cpim withTo(List<CpimAddress> recipients) {
        List<CpimHeader> changed = new ArrayList<>(without(CORE, TO).headers);
        recipients.forEach(to -> changed.add(CpimHeader.of(TO, to.format())));
        return new Cpim(changed, content);
    }

    /// With a header, in place of all of its name; an NS goes before it where its namespace has no prefix yet.
    ///
    /// @param prefix for its namespace, if that has none yet and this one is free
    /// @param text what it says; escaped here
    public Cpim with(String namespace, String prefix, String name, String text) {
        List<CpimHeader> changed = new ArrayList<>(without(namespace, name).headers);
        CpimNames.Prefix used = CpimNames.prefixFor(changed, namespace, prefix);
        if (!used.bound()) {
            changed.add(CpimHeader.of("NS", used.text() + " <" + namespace + ">"));
        }
        changed.add(CpimHeader.text(used.of(name), text));
        return new Cpim(changed, content);
    }

    /// Without the headers of a name.
    public Cpim without(String namespace, String name) {
        List<CpimHeader> kept = select(headers, namespace, name, false);
        return new Cpim(kept, content);
    }

    /// With another content.
    public Cpim withContent(MimePart other) {
        return new Cpim(headers, other);
    }

    /// As the RFC has it: CRLF, one space after a colon.
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        headers.forEach(h -> out.writeBytes((h.format() + "\r\n").getBytes(UTF_8)));
        out.writeBytes(new byte[] {'\r', '\n'});
        out.writeBytes(content.toBytes());
        return out.toByteArray();
    }

    private Optional<CpimHeader> first(String namespace, String name) {
        return headers(namespace, name).stream().findFirst();
    }

    private List<CpimAddress> addresses(String name) {
        return headers(CORE, name).stream().map(h -> CpimAddress.parse(h.value())).toList();
    }

    private static List<CpimHeader> select(
            List<CpimHeader> headers, String namespace, String name, boolean matching) {
        CpimNames names = new CpimNames();
        List<CpimHeader> found = new ArrayList<>();
        for (CpimHeader header : headers) {
            boolean matches =
                    names.namespaceOf(header).equals(namespace)
                            && header.localName().equalsIgnoreCase(name);
            if (matches == matching) {
                found.add(header);
            }
        }
        return List.copyOf(found);
    }

    private static void atMostOne(List<CpimHeader> headers, String namespace, String name) {
        if (select(headers, namespace, name, true).size() > 1) {
            throw new IllegalArgumentException("two of " + name);
        }
    }

    private static Instant time(CpimHeader header) {
        return Rfc3339.parse(header.value())
                .orElseThrow(() -> new IllegalArgumentException("a DateTime is not readable"));
    }

    /// Without names and content.
    @Override
    public String toString() {
        return "CPIM of " + headers.size() + " headers, " + content;
    }
}
