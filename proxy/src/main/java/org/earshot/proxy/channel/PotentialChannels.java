package org.earshot.proxy.channel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a session description names, as what could be used in place of its media or later, something that carries text:
/// potential configurations (RFC 5939), latent ones (RFC 6871), and declared capabilities (RFC 3407). Whatever is named counts,
/// whether a configuration refers to it or not. Pure; all text is in lower case.
final class PotentialChannels {
    private static final Pattern MEDIA_TYPE = Pattern.compile("mt\\s*=\\s*(\\S+)");
    private static final Pattern REMOVES = Pattern.compile("[\\s:]a\\s*=\\s*-");
    private static final int CAPABILITY_FIELDS = 3;

    private PotentialChannels() {}

    /// Whether by this attribute a medium that is off could be taken all the same.
    static boolean isConfiguration(String attribute) {
        String name = SessionChannels.name(attribute);
        return name.equals("pcfg") || name.equals("lcfg");
    }

    /// Whether a configuration takes the medium's own attributes off (RFC 5939 §3.5.1).
    static boolean removesAttributes(String attribute) {
        return isConfiguration(attribute) && REMOVES.matcher(attribute).find();
    }

    /// @param attributes of the session or of a medium, without `a=`
    /// @param file whether the medium is a file, so that it may speak MSRP
    static Optional<Channel> in(List<String> attributes, boolean file) {
        return attributes.stream()
                .flatMap(attribute -> in(attribute).stream())
                .filter(channel -> !file || channel != Channel.CHAT)
                .findFirst();
    }

    private static Optional<Channel> in(String attribute) {
        String value =
                attribute.substring(Math.min(attribute.indexOf(':') + 1, attribute.length()));
        return switch (SessionChannels.name(attribute)) {
            case "tcap" -> ofProtocol(value);
            case "acap" -> SessionChannels.ofAttribute(withoutNumber(value));
            case "rmcap", "omcap", "mcap" ->
                    SessionChannels.T140.matcher(value).find()
                            ? Optional.of(Channel.REAL_TIME_TEXT)
                            : Optional.empty();
            case "lcfg", "pcfg" -> ofConfiguration(value);
            case "cdsc" -> ofDeclaration(value);
            default -> Optional.empty();
        };
    }

    private static Optional<Channel> ofProtocol(String protocols) {
        if (protocols.contains("sctp")) {
            return Optional.of(Channel.DATA_CHANNEL);
        }
        return protocols.contains("msrp") ? Optional.of(Channel.CHAT) : Optional.empty();
    }

    private static Optional<Channel> ofMediaType(String type) {
        return switch (type) {
            case "message" -> Optional.of(Channel.CHAT);
            case "text" -> Optional.of(Channel.REAL_TIME_TEXT);
            default -> Optional.empty();
        };
    }

    /// Only a latent one may have a media type (RFC 6871 §3.3.5); a phone may be lenient.
    private static Optional<Channel> ofConfiguration(String value) {
        Matcher types = MEDIA_TYPE.matcher(value);
        while (types.find()) {
            for (String type : types.group(1).split("[|,;]", -1)) {
                Optional<Channel> found = ofMediaType(type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// A number, a medium, a protocol, formats.
    private static Optional<Channel> ofDeclaration(String value) {
        String[] fields = value.strip().split("\\s+", -1);
        if (fields.length < CAPABILITY_FIELDS) {
            return Optional.empty();
        }
        Optional<Channel> medium = ofMediaType(fields[1]);
        return medium.isPresent() ? medium : ofProtocol(fields[2]);
    }

    private static String withoutNumber(String value) {
        String[] parts = value.strip().split("\\s+", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}
