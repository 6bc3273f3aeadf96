package org.earshot.proxy.channel;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.HeaderAddress;
import javax.sip.header.Parameters;
import javax.sip.header.ReasonHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.WarningHeader;
import javax.sip.message.Message;
import org.earshot.common.stack.SipMessages;

/// Takes the words for people out of the header fields of a call (docs/decisions/0038): a field that is not known goes; in a known one
/// display names, texts and comments go; addresses, tokens and numbers stay. Not for MESSAGE. Pure.
public final class HeaderWords {
    /// Longer than what machines write, but for what nobody reads as a whole.
    private static final int LONGEST = 4096;

    private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\]*(?:\\\\.[^\"\\\\]*)*\"");

    /// A name, in quotes or not, of whoever stands in angle brackets.
    private static final Pattern NAMED =
            Pattern.compile("(^|,)\\s*(?:\"[^\"\\\\]*(?:\\\\.[^\"\\\\]*)*\"|[^<\",;]*)\\s*<");

    private static final Pattern URI_HEADERS = Pattern.compile("\\?[^>]*>");

    private static final Set<String> SCHEMES =
            Set.of("sip", "sips", "tel", "im", "pres", "cid", "urn");

    /// What a transfer puts into the address that is to be called (RFC 3515, RFC 3891).
    private static final Set<String> IN_URIS =
            Set.of("replaces", "join", "require", "target-dialog");

    private static final String QUERY_VALUE = "[A-Za-z0-9%.:;=@!~*'()_+$&/\\[\\]-]{0,600}";
    private static final List<String> OF_NETWORKS =
            List.of("from", "p-asserted-identity", "p-preferred-identity", "remote-party-id");

    private HeaderWords() {}

    /// @param names header fields that an administrator lets pass as they are
    /// @param vouched whether the names of who sends it are the directory's, or of a network whose word counts
    public static void remove(Message message, Set<String> names, boolean vouched) {
        removeUnread(message, names);
        for (String name : all(message.getHeaderNames())) {
            if (names.contains(name)) {
                continue;
            }
            if (!PassingFields.has(name)) {
                message.removeHeader(name);
            } else {
                clean(message, name, vouched && OF_NETWORKS.contains(lower(name)));
            }
        }
    }

    /// Why something ends, without the text (RFC 3326).
    public static List<Header> withoutText(List<Header> reasons) {
        List<Header> out = new ArrayList<>();
        for (Header each : reasons) {
            Header copy = (Header) each.clone();
            if (copy instanceof ReasonHeader reason && isClean(reason, false)) {
                out.add(copy);
            }
        }
        return out;
    }

    /// Names that an administrator wrote, to be asked for in any case.
    static Set<String> names(Set<String> names) {
        return PassingFields.setOf(names);
    }

    /// What could not be parsed would be passed on as it is.
    private static void removeUnread(Message message, Set<String> names) {
        Iterator<?> unread = message.getUnrecognizedHeaders();
        while (unread.hasNext()) {
            String line = unread.next().toString();
            if (!names.contains(line.substring(0, Math.max(line.indexOf(':'), 0)).strip())) {
                unread.remove();
            }
        }
    }

    private static void clean(Message message, String name, boolean named) {
        List<Header> kept = new ArrayList<>();
        boolean changed = false;
        ListIterator<?> each = message.getHeaders(name);
        while (each.hasNext()) {
            Header header = (Header) each.next();
            if (isClean(header, named)) {
                kept.add(header);
            } else {
                changed = true;
                rewritten(header).ifPresent(kept::add);
            }
        }
        if (changed && !PassingFields.isMandatory(name)) {
            message.removeHeader(name);
            kept.forEach(message::addHeader);
        }
    }

    /// Takes off what can be taken off in place.
    ///
    /// @param named whether the name in it stays
    /// @return whether nothing else is in it
    private static boolean isClean(Header header, boolean named) {
        try {
            switch (header) {
                case ReasonHeader reason -> {
                    keepOnlyCause(reason);
                    return true;
                }
                case WarningHeader warning -> {
                    if (isOurs(warning.getText())) {
                        return true;
                    }
                    Optional<String> meaning = ProgramWords.ofWarning(warning.getCode());
                    warning.setText(meaning.orElse("-"));
                    return meaning.isPresent();
                }
                case RetryAfterHeader retry when retry.getComment() != null -> {
                    return false;
                }
                default -> {}
            }
            if (header instanceof HeaderAddress of
                    && of.getAddress() != null
                    && !isClean(of.getAddress(), named)) {
                return false;
            }
        } catch (ParseException e) {
            return false;
        }
        String name = header.getName();
        if (PassingFields.isStructured(name)) {
            return true;
        }
        String value = named ? bare(value(header)) : value(header);
        if (header instanceof Parameters parameters && !isOfAMachine(value)) {
            removeWords(parameters);
            value = named ? bare(value(header)) : value(header);
        }
        if (name.equalsIgnoreCase("Content-Type")) {
            return true; // its boundary may have spaces
        }
        return name.equalsIgnoreCase("Priority")
                ? PassingFields.PRIORITIES.contains(lower(value))
                : isOfAMachine(value) && !hasNameOrUriHeaders(header);
    }

    private static void keepOnlyCause(ReasonHeader reason) {
        boolean ours = isOurs(reason.getText());
        for (String name : all(reason.getParameterNames())) {
            if (!name.equalsIgnoreCase("cause") && !(ours && name.equalsIgnoreCase("text"))) {
                reason.removeParameter(name);
            }
        }
    }

    private static boolean isOurs(String text) {
        return text != null && ProgramWords.areOurs(text);
    }

    private static void removeWords(Parameters parameters) {
        for (String name : all(parameters.getParameterNames())) {
            String value = parameters.getParameter(name);
            if (value != null && !name.equals("boundary") && !value.matches("\\S*")) {
                parameters.removeParameter(name);
            }
        }
    }

    private static boolean isClean(Address address, boolean named) throws ParseException {
        if (address.isWildcard()) {
            return true;
        }
        if (!named && address.getDisplayName() != null) {
            address.setDisplayName(null);
        }
        URI uri = address.getURI();
        if (!SCHEMES.contains(lower(uri.getScheme()))) {
            return false;
        }
        String text = uri.toString();
        int query = text.indexOf('?');
        if (query < 0) {
            return true;
        }
        List<String> kept = new ArrayList<>();
        for (String each : text.substring(query + 1).split("&", -1)) {
            int equals = Math.max(each.indexOf('='), 0);
            if (IN_URIS.contains(lower(each.substring(0, equals)))
                    && each.substring(equals + 1).matches(QUERY_VALUE)
                    && !each.contains("%20")) {
                kept.add(each);
            }
        }
        String wanted =
                text.substring(0, query) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
        if (!wanted.equals(text)) {
            address.setURI(SipMessages.addresses().createURI(wanted));
        }
        return true;
    }

    /// A field that our parser does not take apart.
    private static boolean hasNameOrUriHeaders(Header header) {
        return !(header instanceof HeaderAddress)
                && value(header).contains("<")
                && !value(header).equals(bare(value(header)));
    }

    /// The same without words, where it can be written so.
    private static Optional<Header> rewritten(Header header) {
        try {
            if (header instanceof RetryAfterHeader retry) {
                return Optional.of(
                        SipMessages.headers().createRetryAfterHeader(retry.getRetryAfter()));
            }
            String bare = bare(value(header));
            return header instanceof HeaderAddress
                            || bare.equals(value(header))
                            || !isOfAMachine(bare)
                    ? Optional.empty()
                    : Optional.of(SipMessages.headers().createHeader(header.getName(), bare));
        } catch (ParseException | InvalidArgumentException e) {
            return Optional.empty();
        }
    }

    private static String bare(String value) {
        return value.length() > LONGEST
                ? value
                : URI_HEADERS.matcher(NAMED.matcher(value).replaceAll("$1<")).replaceAll(">");
    }

    /// Words stand side by side; what machines write is cut by commas and semicolons.
    private static boolean isOfAMachine(String value) {
        if (value.length() > LONGEST
                || QUOTED.matcher(value).results().anyMatch(HeaderWords::hasSpace)) {
            return false;
        }
        char last = ',';
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isWhitespace(c)) {
                space = true;
                continue;
            }
            if (space && !isSeparator(last) && !isSeparator(c)) {
                return false;
            }
            space = false;
            last = c;
        }
        return true;
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ';' || c == '=';
    }

    private static boolean hasSpace(MatchResult quoted) {
        return quoted.group().chars().anyMatch(Character::isWhitespace);
    }

    /// A copy: what is gone through changes meanwhile.
    private static List<String> all(Iterator<?> names) {
        List<String> all = new ArrayList<>();
        while (names.hasNext()) {
            all.add(names.next().toString());
        }
        return all;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String value(Header header) {
        String text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }
}
