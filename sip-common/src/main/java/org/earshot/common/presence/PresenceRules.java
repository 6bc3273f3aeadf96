package org.earshot.common.presence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// Who may see whether somebody is there: application/auth-policy+xml (RFC 4745) with what RFC 5025 has for subscriptions.
/// Conditions other than single identities, and transformations, are refused: whoever writes them must not believe that
/// they hold.
///
/// @param rules in the order of the document; each URI once
public record PresenceRules(List<Rule> rules) {
    /// Its media type (RFC 5025 §9.3).
    public static final String CONTENT_TYPE = "application/auth-policy+xml";

    private static final String POLICY = "urn:ietf:params:xml:ns:common-policy";
    private static final String PRESENCE = "urn:ietf:params:xml:ns:pres-rules";
    private static final int MOST = 1000;

    /// What a watcher gets (RFC 5025 §3.2.1).
    public enum Handling {
        /// Is refused.
        BLOCK,
        /// Waits until the owner has said.
        CONFIRM,
        /// Is told that nobody is there, whatever is true.
        POLITE_BLOCK,
        /// Is told.
        ALLOW;

        /// As it stands in the document, such as `polite-block`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Handling of(String word) throws MalformedPayloadException {
            for (Handling one : values()) {
                if (one.word().equals(word)) {
                    return one;
                }
            }
            throw new MalformedPayloadException("pres-rules: no handling");
        }
    }

    /// One watcher.
    ///
    /// @param uri who
    public record Rule(String uri, Handling handling) {

        public Rule {
            if (uri.isBlank()) {
                throw new IllegalArgumentException("a rule for nobody");
            }
        }
    }

    public PresenceRules {
        rules = List.copyOf(rules);
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 1,000 identities
    public static PresenceRules parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, POLICY, "ruleset", PresenceRules::of);
    }

    private static PresenceRules of(XmlElement root) throws MalformedPayloadException {
        Map<String, Rule> found = new LinkedHashMap<>();
        for (XmlElement rule : root.children(POLICY, "rule")) {
            XmlElement conditions = rule.requiredChild(POLICY, "conditions");
            XmlElement identity = conditions.requiredChild(POLICY, "identity");
            if (conditions.children().size() != 1
                    || rule.child(POLICY, "transformations")
                            .filter(all -> !all.children().isEmpty())
                            .isPresent()) {
                throw new MalformedPayloadException("pres-rules: more than identities");
            }
            Handling handling =
                    Handling.of(
                            rule.requiredChild(POLICY, "actions")
                                    .requiredChild(PRESENCE, "sub-handling")
                                    .stripped());
            for (XmlElement one : identity.children()) {
                if (!one.is(POLICY, "one") || !one.children().isEmpty()) {
                    throw new MalformedPayloadException("pres-rules: more than identities");
                }
                String uri = one.required("id");
                found.putIfAbsent(uri, new Rule(uri, handling));
            }
        }
        if (found.size() > MOST) {
            throw new MalformedPayloadException("pres-rules: too many identities");
        }
        return new PresenceRules(new ArrayList<>(found.values()));
    }

    /// One rule for each.
    public byte[] toBytes() {
        XmlWriter xml = new XmlWriter(POLICY).prefix("pr", PRESENCE).start(POLICY, "ruleset");
        int number = 0;
        for (Rule rule : rules) {
            xml.start(POLICY, "rule").attribute("id", "r" + ++number);
            xml.start(POLICY, "conditions").start(POLICY, "identity");
            xml.empty(POLICY, "one").attribute("id", rule.uri());
            xml.end().end().start(POLICY, "actions");
            xml.element(PRESENCE, "sub-handling", rule.handling().word());
            xml.end().end();
        }
        return xml.toBytes();
    }
}
