package org.earshot.server.files;

import org.earshot.common.mime.Rfc3339;
import org.earshot.common.xml.XmlWriter;

/// What a phone that uploaded a file in the way of RCS sends on to the file's recipients (GSMA RCS 5.1 §3.5.4.8.3.1). Pure.
final class RcsFileInfo {
    static final String CONTENT_TYPE = "application/vnd.gsma.rcs-ft-http+xml";

    /// What may stand around a file in its body.
    static final int AROUND = 64 * 1024;

    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";

    private RcsFileInfo() {}

    static byte[] of(StoredFile file, String url) {
        return new XmlWriter(NAMESPACE)
                .start(NAMESPACE, "file")
                .start(NAMESPACE, "file-info")
                .attribute("type", "file")
                .element(NAMESPACE, "file-size", Long.toString(file.row().size()))
                .element(NAMESPACE, "file-name", plain(file.facts().name()))
                .element(NAMESPACE, "content-type", file.facts().type())
                .empty(NAMESPACE, "data")
                .attribute("url", url)
                .attribute("until", Rfc3339.format(file.row().expiresAt()))
                .end()
                .end()
                .toBytes();
    }

    /// Linphone (5.1) takes the name out of this document and writes it into one of its own as it is; then no Linphone can read that. The store
    /// keeps the name.
    private static String plain(String name) {
        return name.replace('&', '+').replace('<', '(').replace('>', ')');
    }
}
