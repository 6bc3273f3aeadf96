package org.earshot.common.presence;

import java.util.Locale;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;

/// The words of the schemas that are constants here: `local-bye` is `LOCAL_BYE`. Stateless.
final class Words {
    private Words() {}

    /// The word of a constant.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constant of a word, compared letter by letter.
    static <E extends Enum<E>> Optional<E> known(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /// An attribute that must be one of the words.
    static <E extends Enum<E>> E required(Class<E> type, XmlElement element, String attribute)
            throws MalformedPayloadException {
        return known(type, element.required(attribute))
                .orElseThrow(() ->
                        new MalformedPayloadException(
                                element.name() + " has no known " + attribute));
    }

    /// The attribute `state` of a document: `full` or `partial`.
    static boolean isFull(XmlElement root) throws MalformedPayloadException {
        return switch (root.required("state")) {
            case "full" -> true;
            case "partial" -> false;
            default -> throw new MalformedPayloadException("neither full nor partial");
        };
    }
}
