package org.earshot.common.stack;

import org.earshot.common.stack.MessageReader.Refusal;

/// The first line of a message (RFC 3261 §7.1, §7.2). Pure.
sealed interface StartLine {

    /// @param method a token
    /// @param uri not yet looked into; without white space
    record OfRequest(String method, String uri) implements StartLine {}

    /// @param status 100–699
    /// @param reason perhaps ""
    record OfResponse(int status, String reason) implements StartLine {}

    /// @throws Refusal 400, or 505 for a well-formed line of another version
    static StartLine parse(String line) throws Refusal {
        if (Tokens.hasForbiddenControl(line) || line.indexOf('\t') >= 0) {
            throw new Refusal("Control character in the start line");
        }
        int first = line.indexOf(' ');
        if (first < 1) {
            throw new Refusal("Bad start line");
        }
        String word = line.substring(0, first);
        return word.regionMatches(true, 0, "SIP/", 0, 4)
                ? response(word, line.substring(first + 1))
                : request(word, line, first);
    }

    /// The method of what looks like a request, or "". For the answer to a line that [#parse] refuses.
    static String methodOf(String line) {
        int first = line.indexOf(' ');
        String word = first < 1 ? "" : line.substring(0, first);
        return Tokens.isToken(word) ? word : ""; // SIP/2.0 is no token, for its slash
    }

    private static OfRequest request(String method, String line, int first) throws Refusal {
        if (!Tokens.isToken(method)) {
            throw new Refusal("Bad method");
        }
        int last = line.lastIndexOf(' ');
        if (last == first) {
            throw new Refusal("Bad request line");
        }
        checkVersion(line.substring(last + 1));
        String uri = line.substring(first + 1, last);
        if (uri.isEmpty() || uri.indexOf(' ') >= 0 || uri.charAt(0) == '<') {
            throw new Refusal("Bad Request-URI");
        }
        return new OfRequest(method, uri);
    }

    private static OfResponse response(String version, String rest) throws Refusal {
        checkVersion(version);
        int end = rest.indexOf(' ');
        String code = end < 0 ? rest : rest.substring(0, end);
        long status = code.length() == 3 ? Tokens.number(code, 699) : -1;
        if (status < 100) {
            throw new Refusal("Bad status code");
        }
        return new OfResponse((int) status, end < 0 ? "" : Tokens.trim(rest, end + 1));
    }

    private static void checkVersion(String version) throws Refusal {
        if (version.equalsIgnoreCase("SIP/2.0")) {
            return;
        }
        boolean sip = version.regionMatches(true, 0, "SIP/", 0, 4) && version.indexOf('.') > 4;
        throw sip ? new Refusal(505, "Version Not Supported") : new Refusal("Bad version");
    }
}
