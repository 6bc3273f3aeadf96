package org.earshot.proxy.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that is configured of calls to and from the outside. Immutable, and pure.
///
/// @param trunks by which calls go
/// @param numbering how people dial
/// @param emergency numbers that everybody may dial, before all else and without any limit
/// @param emergencyTrunks names, in order
/// @param premium numbers that cost, which only rules that say so lead to
/// @param rules in order; the first that fits and is for the caller counts
/// @param numbers of ours
/// @param callsPerHour that one account may begin to the outside
/// @param callsAtOnce that one account may have with the outside
public record RoutingPlan(
        List<Trunk> trunks,
        NumberingPlan numbering,
        List<String> emergency,
        List<String> emergencyTrunks,
        List<NumberPattern> premium,
        List<DialRule> rules,
        List<InboundNumber> numbers,
        int callsPerHour,
        int callsAtOnce) {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /// Nothing goes out, and nothing comes in.
    public static final RoutingPlan NONE =
            new RoutingPlan(
                    List.of(),
                    new NumberingPlan("", "", ""),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    1,
                    1);

    public RoutingPlan {
        trunks = List.copyOf(trunks);
        emergency = List.copyOf(emergency);
        emergencyTrunks = List.copyOf(emergencyTrunks);
        premium = List.copyOf(premium);
        rules = List.copyOf(rules);
        numbers = List.copyOf(numbers);
    }

    /// What a plan says, and how it came to that.
    ///
    /// @param steps what was looked at, in order, in words
    public record Explained(Ruling ruling, List<String> steps) {
        public Explained {
            steps = List.copyOf(steps);
        }
    }

    /// Whether there is nothing to it.
    public boolean isEmpty() {
        return trunks.isEmpty();
    }

    public Optional<Trunk> trunk(String name) {
        return trunks.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /// Whether a number goes before whatever account is called so.
    ///
    /// @param user of a Request-URI
    public boolean isEmergency(String user) {
        return NumberingPlan.dialled(user).filter(emergency::contains).isPresent();
    }

    /// @param user of a Request-URI
    public Explained decide(String user, Caller caller) {
        List<String> steps = new ArrayList<>();
        return new Explained(decide(user, caller, steps), steps);
    }

    private Ruling decide(String user, Caller caller, List<String> steps) {
        Optional<String> dialled = NumberingPlan.dialled(user);
        if (dialled.isEmpty()) {
            steps.add("\"" + user + "\" is no number");
            return new Ruling.Refused(NOT_FOUND, "no number");
        }
        if (emergency.contains(dialled.get())) {
            steps.add(dialled.get() + " is an emergency number: no rule and no limit is asked");
            return out("emergency", true, dialled.get(), dialled.get(), emergencyTrunks);
        }
        String number = numbering.normalised(dialled.get());
        steps.add(dialled.get() + " is understood as " + number);
        if (!NumberingPlan.isPossible(number)) {
            steps.add("no country's code begins with 0");
            return new Ruling.Refused(NOT_FOUND, "no number");
        }
        Optional<InboundNumber> own = own(number);
        if (own.isPresent()) {
            steps.add("it is a number of ours, " + own.get().pattern());
            return new Ruling.Inside(number, own.get().to());
        }
        return byRules(number, caller, steps);
    }

    private Ruling byRules(String number, Caller caller, List<String> steps) {
        Optional<NumberPattern> costs =
                premium.stream().filter(one -> one.matches(number)).findFirst();
        costs.ifPresent(one -> steps.add("it is a premium number, " + one));
        Optional<String> refusal = Optional.empty();
        for (DialRule rule : rules) {
            if (!fits(rule.pattern(), number)) {
                steps.add("rule " + rule.name() + ": " + rule.pattern() + " does not fit");
            } else if (!rule.isFor(caller)) {
                steps.add("rule " + rule.name() + ": fits, but is not for " + caller.account());
                refusal = refusal.or(() -> Optional.of("you may not dial this number"));
            } else if (costs.isPresent() && !rule.premium()) {
                steps.add("rule " + rule.name() + ": fits, but not for premium numbers");
                refusal = Optional.of("premium numbers may not be dialled");
            } else {
                steps.add("rule " + rule.name() + ": fits");
                return out(rule.name(), false, number, rule.changed(number), rule.trunks());
            }
        }
        steps.add(refusal.isEmpty() ? "no rule fits" : "no other rule fits");
        return refusal.<Ruling>map(why -> new Ruling.Refused(FORBIDDEN, why))
                .orElseGet(() -> new Ruling.Refused(NOT_FOUND, "no rule of the dial plan fits"));
    }

    /// A code of `*` and `#` may switch something on at the trunk, so whoever wants it dialled says which.
    private static boolean fits(NumberPattern pattern, String number) {
        return pattern.matches(number) && (pattern.isExact() || !NumberingPlan.isCode(number));
    }

    private Ruling out(
            String rule, boolean isEmergency, String number, String there, List<String> names) {
        List<Ruling.Hop> hops =
                names.stream()
                        .map(this::trunk)
                        .flatMap(Optional::stream)
                        .map(trunk -> new Ruling.Hop(trunk, there))
                        .toList();
        return hops.isEmpty()
                ? new Ruling.Refused(NOT_FOUND, "no trunk is set for it")
                : new Ruling.Out(rule, isEmergency, number, hops);
    }

    /// Whom a number of ours rings.
    ///
    /// @param user of a Request-URI or To; providers leave out the `+` now and then
    public Optional<InboundNumber> inbound(String user) {
        return NumberingPlan.dialled(user)
                .flatMap(dialled ->
                        own(numbering.normalised(dialled))
                                .or(() ->
                                        dialled.startsWith("+")
                                                ? Optional.empty()
                                                : own('+' + dialled)));
    }

    private Optional<InboundNumber> own(String number) {
        return numbers.stream()
                .filter(one -> one.pattern().isExact() && one.pattern().matches(number))
                .findFirst()
                .or(() -> numbers.stream().filter(one -> fits(one.pattern(), number)).findFirst());
    }

    /// What the called see of a caller: their own number if there is one, else the trunk's.
    public String numberOf(String account, Trunk trunk) {
        return numbers.stream()
                .filter(one -> one.pattern().isExact() && one.to().equals(List.of(account)))
                .map(one -> one.pattern().toString())
                .findFirst()
                .orElse(trunk.number());
    }
}
