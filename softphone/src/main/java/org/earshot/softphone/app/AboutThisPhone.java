package org.earshot.softphone.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What somebody who helps wants to know first: on what the phone runs, and how it was started.
final class AboutThisPhone {
    private AboutThisPhone() {}

    /// By title.
    ///
    /// @param opusBy whose Opus is used
    static Map<String, String> sections(PhoneParts.Config config, String opusBy) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put(
                "Versions",
                String.join(
                        "\n",
                        "Earshot "
                                + Optional.ofNullable(
                                                AboutThisPhone.class
                                                        .getPackage()
                                                        .getImplementationVersion())
                                        .orElse("built from its sources"),
                        "Java "
                                + property("java.runtime.version")
                                + ", "
                                + property("java.vm.name")
                                + " of "
                                + property("java.vendor"),
                        property("os.name")
                                + " "
                                + property("os.version")
                                + " "
                                + property("os.arch"),
                        Runtime.getRuntime().availableProcessors()
                                + " processors, at most "
                                + Runtime.getRuntime().maxMemory() / 1_000_000
                                + " MB of memory",
                        "Opus by " + opusBy));
        sections.put(
                "Settings",
                String.join(
                        "\n",
                        "transport " + config.transport(),
                        "sound from " + config.source() + " to " + config.sink(),
                        "voice " + config.voice(),
                        "plain fallback " + config.plainFallback(),
                        "encryption required " + config.encryptionRequired(),
                        "packets of " + config.packetMillis() + " ms",
                        "wishes " + config.wishes(),
                        "keys " + config.keyAgreement(),
                        "ICE "
                                + config.ice()
                                + ", "
                                + config.relays().size()
                                + " relays named here",
                        "calls without a server " + config.direct().isPresent()));
        return sections;
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
