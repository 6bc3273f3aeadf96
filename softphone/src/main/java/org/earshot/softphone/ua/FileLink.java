package org.earshot.softphone.ua;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URL of a file in our own server's store, as texts name it (`docs/file-store.md`). Pure.
///
/// @param url on the server that we are registered at, by HTTPS
/// @param token what stands in it for the file
record FileLink(URI url, String token) {
    /// As many as the server takes note of.
    static final int MOST = 16;

    private static final String PATH = "/files/";

    /// Not the beginning of a longer URL; a full stop may end a sentence.
    private static final Pattern TOKEN =
            Pattern.compile("([0-9a-f]{32})(?![0-9A-Za-z/_~%?#@&=+-]|[.:!*'][0-9A-Za-z])");

    /// Those that a text names, in their order and each once; of other servers and other schemes none.
    ///
    /// @param service where our server serves phones
    static List<FileLink> in(String text, URI service) {
        String before = service + PATH;
        List<FileLink> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int at = text.indexOf(before);
        while (at >= 0 && found.size() < MOST) {
            int from = at + before.length();
            if (token.find(from) && token.start() == from) {
                FileLink link = new FileLink(URI.create(before + token.group(1)), token.group(1));
                if (!found.contains(link)) {
                    found.add(link);
                }
            }
            at = text.indexOf(before, from);
        }
        return found;
    }

    /// Whether a URL is one of these and nothing else.
    static boolean is(URI url, URI service) {
        String text = url.toString();
        return in(text, service).stream().anyMatch(link -> link.url().toString().equals(text));
    }

    /// What is written to whom a file is for; every phone can show it, and a browser can open it. Its readers may have another language than its writer.
    ///
    /// @param name whatever it is: nothing is left of it that could look like another line, or another link
    static String text(String name, long size, String url) {
        String shown =
                name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "_").replace("://", "_");
        return shown + " (" + FileSize.whole(size) + "): " + url;
    }
}
