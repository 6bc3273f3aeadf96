package org.earshot.common.presence;

import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlWriter;

/// A text for people, perhaps with a language: a note of PIDF, a name of RLMI.
///
/// @param language such as `en` (`xml:lang`), "" for none
public record Note(String text, String language) {

    /// Without a language.
    public static Note of(String text) {
        return new Note(text, "");
    }

    static Note of(XmlElement element) {
        return new Note(element.stripped(), element.language());
    }

    void write(XmlWriter xml, String namespace, String name) {
        xml.start(namespace, name).language(language).text(text).end();
    }
}
