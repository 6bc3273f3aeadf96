package org.earshot.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.server.admin.AdminException;

/// The text of a configuration file without the secrets that may stand in addresses, and back. Pure.
final class MaskedText {
    private MaskedText() {}

    static String masked(String text) {
        return text.lines().map(MaskedText::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String line) {
        return ShownConfig.withoutSecrets(line);
    }

    /// Puts the secrets of the file back where a line that had one is as it was shown.
    ///
    /// @throws AdminException if a line with a mask is another one
    static String unmasked(String text, String current) {
        Map<String, Set<String>> secrets = new HashMap<>();
        current.lines()
                .forEach(line ->
                        secrets.computeIfAbsent(line(line), _ -> new HashSet<>()).add(line));
        StringBuilder plain = new StringBuilder();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.contains(ShownConfig.MASKED)) {
                if (!secrets.containsKey(line)) {
                    throw new AdminException(
                            "line "
                                    + number
                                    + " has "
                                    + ShownConfig.MASKED
                                    + " for a secret, and is not as it was: write the secret there, or leave the line");
                }
                if (secrets.get(line).size() > 1) {
                    throw new AdminException(
                            "line "
                                    + number
                                    + " has "
                                    + ShownConfig.MASKED
                                    + " for one of several secrets: write the one that is meant there");
                }
                plain.append(secrets.get(line).iterator().next());
            } else {
                plain.append(line);
            }
            plain.append('\n');
        }
        return plain.toString();
    }
}
