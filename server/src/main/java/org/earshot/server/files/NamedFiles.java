package org.earshot.server.files;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.proxy.message.FileLinks;

/// Finds the URLs of files in texts that pass the proxy: whom such a text is for may fetch the file. Thread-safe.
public final class NamedFiles implements FileLinks {
    private static final String PATH = "/files/";
    private static final Pattern URL = Pattern.compile("/files/([0-9a-f]{32})(?![0-9A-Za-z])");

    /// A text that names more names none of the others.
    private static final int MOST = 16;

    private final FileStore store;

    public NamedFiles(FileStore store) {
        this.store = store;
    }

    @Override
    public void passing(String sender, String recipient, byte[] content) {
        Set<FileToken> named = find(content);
        if (!named.isEmpty()) {
            Addresses.parse(sender).ifPresent(from -> store.address(from, recipient, named));
        }
    }

    /// Those that a text names.
    static Set<FileToken> find(byte[] content) {
        Set<FileToken> named = new LinkedHashSet<>();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(PATH);
        if (at < 0) {
            return named;
        }
        Matcher url = URL.matcher(text);
        while (named.size() < MOST && url.find(at)) {
            named.add(new FileToken(url.group(1)));
            at = url.end();
        }
        return named;
    }
}
