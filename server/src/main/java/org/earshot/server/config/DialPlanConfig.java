package org.earshot.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.common.config.ConfigException;
import org.earshot.proxy.route.DialRule;
import org.earshot.proxy.route.InboundNumber;
import org.earshot.proxy.route.NumberPattern;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;

/// Who may dial what by which trunk, and whom numbers of ours ring; the section `dialplan`.
///
/// @param country code of the own country
/// @param national what stands before a national number
/// @param international what stands in place of the `+`
/// @param emergency numbers that everybody may dial, without any limit
/// @param emergencyTrunks by which, in order
/// @param premium patterns of numbers that cost
/// @param callsPerHour of one account to the outside
/// @param callsAtOnce of one account with the outside
/// @param rules in order
/// @param numbers of ours
public record DialPlanConfig(
        String country,
        String national,
        String international,
        List<String> emergency,
        List<String> emergencyTrunks,
        List<String> premium,
        int callsPerHour,
        int callsAtOnce,
        List<RuleConfig> rules,
        List<NumberConfig> numbers) {
    private static final String NO_NUMBER = "+0";
    private static final int MOST = 1000;
    private static final int MOST_PER_HOUR = 100_000;
    private static final Pattern WHO = Pattern.compile("(group:)?[a-z0-9._+-]{1,64}");

    /// A rule; one of the sections in the list `dialplan.rules`.
    public record RuleConfig(
            String name,
            String pattern,
            List<String> who,
            int strip,
            String prepend,
            List<String> trunks,
            boolean premium) {
        private static final Pattern DIGITS = Pattern.compile("\\+?[0-9*#]{0,32}");
        private static final int LONGEST_NAME = 64;
        private static final int MOST_STRIPPED = 32;

        public RuleConfig {
            if (name.isBlank()
                    || name.length() > LONGEST_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigException("name", "is one line of at most 64 characters");
            }
            checkPattern("pattern", pattern);
            if (strip < 0 || strip > MOST_STRIPPED) {
                throw new ConfigException("strip", "must be 0 to 32");
            }
            if (!DIGITS.matcher(prepend).matches()) {
                throw new ConfigException("prepend", "is digits, perhaps behind a +");
            }
            if (who.isEmpty()) {
                throw new ConfigException(
                        "who", "names nobody: everybody, accounts, or group:NAME");
            }
            checkPeople("who", who);
            if (trunks.isEmpty()) {
                throw new ConfigException("trunks", "names none");
            }
            who = List.copyOf(who);
            trunks = List.copyOf(trunks);
        }

        static RuleConfig template() {
            return new RuleConfig(
                    "rule", NO_NUMBER, List.of(DialRule.EVERYBODY), 0, "", List.of("trunk"), false);
        }

        DialRule rule() {
            return new DialRule(
                    name, NumberPattern.of(pattern), who, strip, prepend, trunks, premium);
        }

        @Override
        public String toString() {
            return "{name: %s, pattern: %s, who: %s, strip: %d, prepend: %s, trunks: %s, premium: %s}"
                    .formatted(name, pattern, who, strip, prepend, trunks, premium);
        }
    }

    /// A number of ours; one of the sections in the list `dialplan.numbers`.
    public record NumberConfig(String number, List<String> to) {
        public NumberConfig {
            checkPattern("number", number);
            if (to.isEmpty()) {
                throw new ConfigException("to", "names nobody: accounts, or group:NAME");
            }
            checkPeople("to", to);
            to = List.copyOf(to);
        }

        static NumberConfig template() {
            return new NumberConfig(NO_NUMBER, List.of("nobody"));
        }

        InboundNumber inbound() {
            return new InboundNumber(NumberPattern.of(number), to);
        }

        @Override
        public String toString() {
            return "{number: %s, to: %s}".formatted(number, to);
        }
    }

    public DialPlanConfig {
        try {
            var _ = new NumberingPlan(country, national, international);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("dialplan.country", e.getMessage());
        }
        for (String number : emergency) {
            if (!NumberingPlan.dialled(number).filter(number::equals).isPresent()) {
                throw new ConfigException("dialplan.emergency", "\"" + number + "\" is no number");
            }
        }
        premium.forEach(one -> checkPattern("dialplan.premium", one));
        if (callsPerHour < 1 || callsPerHour > MOST_PER_HOUR) {
            throw new ConfigException("dialplan.callsPerHour", "must be 1 to 100000");
        }
        if (callsAtOnce < 1 || callsAtOnce > MOST) {
            throw new ConfigException("dialplan.callsAtOnce", "must be 1 to 1000");
        }
        if (rules.size() > MOST) {
            throw new ConfigException("dialplan.rules", "has 1000 rules at most");
        }
        emergency = List.copyOf(emergency);
        emergencyTrunks = List.copyOf(emergencyTrunks);
        premium = List.copyOf(premium);
        rules = List.copyOf(rules);
        numbers = List.copyOf(numbers);
    }

    private static void checkPattern(String key, String pattern) {
        try {
            var _ = NumberPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, e.getMessage());
        }
    }

    private static void checkPeople(String key, List<String> names) {
        for (String name : names) {
            if (!WHO.matcher(name).matches()) {
                throw new ConfigException(
                        key, "\"" + name + "\" is neither the name of an account nor group:NAME");
            }
        }
    }

    /// Nothing goes out. Numbers begin as they do in most of Europe.
    static DialPlanConfig standard() {
        return new DialPlanConfig(
                "", "0", "00", List.of("112"), List.of(), List.of(), 60, 5, List.of(), List.of());
    }

    /// Whether all that is named is there.
    void check(List<TrunkConfig> trunks, String ourDomain) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < trunks.size(); i++) {
            String key = "trunks[" + (i + 1) + "]";
            if (!names.add(trunks.get(i).name())) {
                throw new ConfigException(key + ".name", "is another trunk's already");
            }
            Optional<String> missing = trunks.get(i).missing();
            if (missing.isPresent()) {
                throw new ConfigException(key + "." + missing.get(), "is missing");
            }
            String domain =
                    trunks.get(i).domain().isEmpty()
                            ? trunks.get(i).host()
                            : trunks.get(i).domain();
            if (domain.equalsIgnoreCase(ourDomain)) {
                throw new ConfigException(
                        key + ".domain", "is the one of this server: a trunk has another");
            }
        }
        for (int i = 0; i < rules.size(); i++) {
            checkThere("dialplan.rules[" + (i + 1) + "].pattern", rules.get(i).pattern());
            checkTrunks("dialplan.rules[" + (i + 1) + "].trunks", rules.get(i).trunks(), names);
        }
        for (int i = 0; i < numbers.size(); i++) {
            checkThere("dialplan.numbers[" + (i + 1) + "].number", numbers.get(i).number());
        }
        checkTrunks("dialplan.emergencyTrunks", emergencyTrunks, names);
    }

    private static void checkThere(String key, String pattern) {
        if (pattern.equals(NO_NUMBER)) {
            throw new ConfigException(key, "is missing");
        }
    }

    private static void checkTrunks(String key, List<String> named, Set<String> there) {
        for (String name : named) {
            if (!there.contains(name)) {
                throw new ConfigException(key, "\"" + name + "\" is the name of no trunk");
            }
        }
    }

    /// The same for the proxy, with the trunks. Reads passwords.
    ///
    /// @param data the server's data folder
    /// @throws ConfigException if one can't be used
    RoutingPlan plan(List<TrunkConfig> trunks, Path data) {
        return new RoutingPlan(
                trunks.stream().map(one -> one.trunk(data)).toList(),
                new NumberingPlan(country, national, international),
                emergency,
                emergencyTrunks,
                premium.stream().map(NumberPattern::of).toList(),
                rules.stream().map(RuleConfig::rule).toList(),
                numbers.stream().map(NumberConfig::inbound).collect(Collectors.toList()),
                callsPerHour,
                callsAtOnce);
    }
}
