package org.earshot.common.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which namespace each header belongs to (RFC 3862 §3.4). Reads the headers in order, so that an NS holds from its line
/// on.
///
/// A core header without prefix is a core header even where an NS without prefix says otherwise: a phone that knows
/// no namespaces would show such a From, so it must count as one.
///
/// For one use, confined to one thread.
final class CpimNames {
    private static final Set<String> CORE_NAMES =
            Set.of("from", "to", "cc", "datetime", "subject", "ns", "require");

    private final Map<String, String> namespaces = new LinkedHashMap<>();

    CpimNames() {
        namespaces.put("", Cpim.CORE);
    }

    /// The namespace of a header, "" where its prefix is not bound. To be called for each header in order.
    ///
    /// @throws IllegalArgumentException if it is an NS that is not readable
    String namespaceOf(CpimHeader header) {
        String namespace =
                header.prefix().isEmpty()
                                && CORE_NAMES.contains(header.localName().toLowerCase(Locale.ROOT))
                        ? Cpim.CORE
                        : namespaces.getOrDefault(header.prefix(), "");
        if (namespace.equals(Cpim.CORE) && header.localName().equalsIgnoreCase("NS")) {
            bind(header.value());
        }
        return namespace;
    }

    /// The prefix that a namespace has after these headers, or one that is free for it.
    ///
    /// @param wanted such as `imdn`
    static Prefix prefixFor(List<CpimHeader> headers, String namespace, String wanted) {
        CpimNames names = new CpimNames();
        headers.forEach(names::namespaceOf);
        for (Map.Entry<String, String> entry : names.namespaces.entrySet()) {
            if (entry.getValue().equals(namespace) && !entry.getKey().isEmpty()) {
                return new Prefix(entry.getKey(), true);
            }
        }
        if (namespace.equals(Cpim.CORE)) {
            return new Prefix("", true);
        }
        String free = wanted;
        for (int i = 2; names.namespaces.containsKey(free); i++) {
            free = wanted + i;
        }
        return new Prefix(free, false);
    }

    record Prefix(String text, boolean bound) {
        String of(String name) {
            return text.isEmpty() ? name : text + '.' + name;
        }
    }

    private void bind(String value) {
        int bracket = value.indexOf('<');
        if (bracket < 0 || !value.endsWith(">")) {
            throw new IllegalArgumentException("an NS is not readable");
        }
        String prefix = value.substring(0, bracket).strip();
        String uri = value.substring(bracket + 1, value.length() - 1);
        if (!prefix.chars().allMatch(c -> CpimText.isNameChar((char) c)) || uri.isEmpty()) {
            throw new IllegalArgumentException("an NS is not readable");
        }
        namespaces.put(prefix, uri);
    }
}
